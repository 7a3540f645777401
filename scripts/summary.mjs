/** The counts of a run, named as node:test names them in its `test:summary`. */
export const noCounts = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };

export const plus = (a, b) => Object.fromEntries(Object.keys(noCounts).map((key) => [key, a[key] + b[key]]));

/** One line a suite: what it ran, and the seconds it took beside those it may take. */
export function table(results) {
  const rows = results.map(({ name, counts, seconds, budget }) => [
    name,
    counts.tests,
    counts.failed + counts.cancelled,
    counts.skipped,
    seconds.toFixed(1),
    budget,
  ]);
  return [['suite', 'tests', 'failed', 'skipped', 'seconds', 'budget'], ...rows]
    .map(([name, ...cells]) => String(name).padEnd(10) + cells.map((cell) => String(cell).padStart(9)).join(''))
    .join('\n');
}

/** The closing lines of node:test over all suites, and whether all is well: something ran, and nothing failed. */
export function summary(results) {
  const { tests, suites, passed, failed, cancelled, skipped, todo } = results
    .map(({ counts }) => counts)
    .reduce(plus, noCounts);
  const duration = results.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
  const lines = { tests, suites, pass: passed, fail: failed, cancelled, skipped, todo, duration_ms: duration };
  const text = Object.entries(lines)
    .map(([name, value]) => `# ${name} ${value}`)
    .join('\n');
  return { text, passed: tests - skipped > 0 && failed + cancelled === 0 };
}
