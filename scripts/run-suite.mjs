import { spawn } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildUi } from './build-ui.mjs';
import { check } from './checks.mjs';
import { filesBelow } from './files-below.mjs';
import { findNode } from './node-24.mjs';
import { root } from './root.mjs';
import { noCounts, plus } from './summary.mjs';

const reporter = fileURLToPath(new URL('test-reporter.mjs', import.meta.url));

/**
 * Runs one suite: its name, budget, seconds, and the counts of node:test, to which each check counts as a test.
 * A suite over its budget has one failure more. Undefined if it has no files.
 */
export async function runSuite({ name, budget, checks, ui, files, options }) {
  const paths = files.folders.flatMap((folder) => filesBelow(folder, files.name));
  if (paths.length === 0) return undefined;
  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1000;
  console.log(`\n▶ ${name}`);
  let counts = noCounts;
  if (checks) {
    for (const { passed } of await check()) counts = plus(counts, passed ? one.passed : one.failed);
  }
  if (ui) await buildUi();
  counts = plus(counts, await runFiles(paths, options, 2000 * budget - 1000 * seconds()));
  if (seconds() > budget) {
    console.log(`✖ ${name} took ${seconds().toFixed()} s, its budget is ${budget} s`);
    counts = plus(counts, one.failed);
  }
  return { name, budget, seconds: seconds(), counts };
}

const one = {
  passed: { ...noCounts, tests: 1, passed: 1 },
  failed: { ...noCounts, tests: 1, failed: 1 },
};

/** Runs node:test over these files; ended after `limit` ms, by when a suite is hopelessly over its budget. */
function runFiles(paths, options, limit) {
  const args = ['--test', ...options, `--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
  return new Promise((resolve) => {
    const child = spawn(findNode(), [...args, ...paths.map((path) => relative(root, path))], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      timeout: Math.max(limit, 1),
      killSignal: 'SIGKILL',
    });
    let counts;
    child.on('message', (message) => {
      counts = message;
    });
    child.on('error', (error) => console.log(String(error)));
    child.on('close', (code, signal) => {
      if (counts === undefined) console.log(`✖ the tests ended before their end (${signal ?? `exit code ${code}`})`);
      const fell = counts === undefined || (code !== 0 && counts.failed + counts.cancelled === 0);
      resolve(plus(counts ?? noCounts, fell ? one.failed : noCounts));
    });
  });
}
