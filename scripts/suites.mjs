const below = (...folders) => ({ folders, name: /\.test\.(ts|mjs)$/ });

/** Each in a process of its own, one after the other: they start servers and measure time. */
const apart = ['--test-concurrency=1'];

/** The suites of `npm test` in the order they run, each with the seconds it may take on two cores. A folder may be absent. */
export const suites = [
  {
    name: 'unit',
    budget: 180,
    checks: true,
    files: below('server/src', 'wire', 'demo/src', 'web/src', 'scripts', 'bench'),
    options: ['--test-isolation=none'],
  },
  { name: 'system', budget: 300, files: below('test/system', 'test/captures'), options: apart },
  { name: 'browser', budget: 360, ui: true, files: below('test/browser'), options: apart },
  { name: 'faults', budget: 180, files: below('test/faults'), options: apart },
  { name: 'hbase', budget: 240, files: below('test/hbase'), options: apart },
  { name: 'interop', budget: 180, files: below('test/interop'), options: apart },
];
