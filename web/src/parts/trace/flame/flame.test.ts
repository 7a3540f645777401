import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownTimes } from '../breakdown/own-time.ts';
import { criticalPath } from '../critical/critical-path.ts';
import { treeOf } from '../families.ts';
import { largeSample, type SampleRow, sample } from '../sample.ts';
import { flameAt, flamesOf } from './flame.ts';

const flames = (rows: readonly SampleRow[], from = -1) => {
  const tree = treeOf(sample(rows));
  return flamesOf(tree, criticalPath(tree), ownTimes(tree), from);
};

const rows: readonly SampleRow[] = [
  { depth: 0, title: 'root', elapsed: 100 },
  { depth: 1, title: 'query', start: 0, elapsed: 10 },
  { depth: 1, title: 'call', start: 10, elapsed: 50 },
  { depth: 2, title: 'inner', start: 20, elapsed: 30 },
  { depth: 1, title: 'query', start: 60, elapsed: 15 },
];

test('equal calls of a caller are one bar, the longest stand left', () => {
  assert.deepEqual(
    flames(rows).map(({ row, depth, calls, own, total, left }) => [row.title, depth, calls, own, total, left]),
    [
      ['root', 0, 1, 25, 100, 0],
      ['call', 1, 1, 20, 50, 0],
      ['inner', 2, 1, 30, 30, 0],
      ['query', 1, 2, 25, 25, 50],
    ],
  );
});

test('a bar stands for the longest of its calls, and says how much of it lies on the critical path', () => {
  const query = flames(rows).find(({ row }) => row.title === 'query');
  assert.deepEqual([query?.row.id, query?.path], [4, 25]);
});

test('the part below one call can be looked at alone', () => {
  assert.deepEqual(
    flames(rows, 2).map(({ row, parent }) => [row.title, parent]),
    [
      ['call', -1],
      ['inner', 0],
    ],
  );
});

test('the bar under the pointer is found', () => {
  assert.equal(flameAt(flames(rows), 1, 60)?.row.title, 'query');
  assert.equal(flameAt(flames(rows), 1, 80), undefined);
});

test('no bar is wider than what it stands on, in a trace of any shape', () => {
  const tree = treeOf(largeSample(20_000));
  const all = flamesOf(tree, criticalPath(tree), ownTimes(tree));
  for (const { parent, left, total } of all) {
    const above = all[parent];
    if (above === undefined) continue;
    assert.ok(left >= above.left - 1e-6 && left + total <= above.left + above.total + 1e-6);
  }
});

test('calls nested ever deeper end in the last bar shown, with all their time', () => {
  const deep = flames(Array.from({ length: 1_000 }, (_, depth) => ({ depth, start: depth, elapsed: 1_000 - depth })));
  assert.equal(deep.length, 256);
  assert.equal(deep.at(-1)?.total, 745);
});
