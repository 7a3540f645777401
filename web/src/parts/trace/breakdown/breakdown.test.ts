import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticalPath } from '../critical/critical-path.ts';
import { treeOf } from '../families.ts';
import { sample } from '../sample.ts';
import { breakdown } from './breakdown.ts';
import { ownTimes } from './own-time.ts';

const trace = sample([
  { depth: 0, kind: 'server', elapsed: 100 },
  { depth: 1, kind: 'sql', start: 10, elapsed: 20 },
  { depth: 1, kind: 'http', start: 30, elapsed: 60 },
  { depth: 2, kind: 'server', application: 1, start: 35, elapsed: 50 },
  { depth: 3, kind: 'cache', application: 1, start: 40, elapsed: 10 },
  { depth: 1, kind: 'async', async: true, start: 10, elapsed: 80 },
]);

test('a call has its own time without that of what it waited for, in whichever application', () => {
  assert.deepEqual([...ownTimes(treeOf(trace))], [20, 20, 10, 40, 10, 80]);
});

test('the time of a trace is shared out among applications and kinds, and nothing is lost', () => {
  const tree = treeOf(sample(trace.rows.slice(0, 5)));
  const { applications, kinds } = breakdown(sample(trace.rows.slice(0, 5)), criticalPath(tree), ownTimes(tree));
  assert.deepEqual(
    applications.map(({ key, calls, path }) => [key, calls, path]),
    [
      [0, 3, 50],
      [1, 2, 50],
    ],
  );
  assert.deepEqual(
    kinds.map(({ key, path, own }) => [key, path, own]),
    [
      ['own', 60, 60],
      ['sql', 20, 20],
      ['http', 10, 10],
      ['cache', 10, 10],
    ],
  );
});

test('a span whose clock differs takes its time from the call to it', () => {
  const skewed = sample([
    { depth: 0, kind: 'http', elapsed: 50 },
    { depth: 1, kind: 'server', start: 9_000, elapsed: 40 },
  ]);
  assert.deepEqual([...ownTimes(treeOf(skewed))], [10, 40]);
});
