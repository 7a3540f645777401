import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import { treeOf } from '../families.ts';
import { type SampleRow, sample } from '../sample.ts';
import { criticalPath } from './critical-path.ts';

const pathOf = (rows: readonly SampleRow[], from = 0) => {
  const { segments, own } = criticalPath(treeOf(sample(rows)), from);
  return { says: segments.map(({ row, from: start, to }) => `${row}: ${start}–${to}`).reverse(), own };
};

test('calls one after another are all on the path, and what lies between is the caller’s own', () => {
  const { says } = pathOf([
    { depth: 0, elapsed: 100 },
    { depth: 1, start: 10, elapsed: 30 },
    { depth: 2, start: 20, elapsed: 10 },
    { depth: 1, start: 50, elapsed: 50 },
  ]);
  assert.deepEqual(says, ['0: 0–10', '1: 10–20', '2: 20–30', '1: 30–40', '0: 40–50', '3: 50–100']);
});

test('of calls beside each other only the one that ended last is on the path', () => {
  const { own } = pathOf([
    { depth: 0, elapsed: 100 },
    { depth: 1, start: 10, elapsed: 80 },
    { depth: 1, start: 10, elapsed: 85 },
    { depth: 1, start: 10, elapsed: 20 },
  ]);
  assert.deepEqual([...own], [15, 0, 85, 0]);
});

test('an asynchronous call is on the path of the nearest caller that still ran when it ended', () => {
  const { own } = pathOf([
    { depth: 0, elapsed: 100 },
    { depth: 1, start: 10, elapsed: 1 },
    { depth: 2, start: 11, elapsed: 60, async: true },
  ]);
  assert.deepEqual([...own], [39, 1, 60]);
});

test('a call that outlived everyone held up nobody', () => {
  const { own } = pathOf([
    { depth: 0, elapsed: 100 },
    { depth: 1, start: 90, elapsed: 60, async: true },
  ]);
  assert.deepEqual([...own], [100, 0]);
});

test('a span whose clock differs is looked at in the middle of the call to it, and shown where it stands', () => {
  const { says, own } = pathOf([
    { depth: 0, elapsed: 100 },
    { depth: 1, start: 10, elapsed: 80 },
    { depth: 2, kind: 'server', start: -500, elapsed: 60 },
    { depth: 3, start: -490, elapsed: 40 },
  ]);
  assert.deepEqual([...own], [20, 20, 20, 40]);
  assert.deepEqual(
    says.filter((one) => one.startsWith('3')),
    ['3: -490–-450'],
  );
});

test('the path of a call inside the trace explains that call alone, and a missing root is not explained at all', () => {
  assert.deepEqual(
    [
      ...pathOf(
        [
          { depth: 0, elapsed: 9 },
          { depth: 1, elapsed: 5 },
          { depth: 2, elapsed: 2 },
        ],
        1,
      ).own,
    ],
    [0, 3, 2],
  );
  assert.deepEqual(
    [
      ...pathOf([
        { depth: 0, kind: 'missing' },
        { depth: 1, elapsed: 5 },
      ]).own,
    ],
    [0, 5],
  );
  assert.equal(criticalPath(treeOf(sample([]))).root, -1);
});

/** Trees of calls that wait for each other: whatever a caller calls lies inside it. */
const calls: fc.Arbitrary<{ readonly trace: Trace }> = fc
  .array(fc.record({ up: fc.nat(3), start: fc.nat(100), elapsed: fc.nat(100), async: fc.boolean() }), { maxLength: 40 })
  .map((drafts) => {
    const rows: SampleRow[] = [{ depth: 0, start: 0, elapsed: 1_000 }];
    const above: { start: number; elapsed: number }[] = [{ start: 0, elapsed: 1_000 }];
    for (const { up, start, elapsed, async } of drafts) {
      const depth = Math.max(1, above.length - up);
      above.length = depth;
      const caller = above[depth - 1] ?? { start: 0, elapsed: 0 };
      const at = caller.start + Math.floor((caller.elapsed * start) / 100);
      const took = Math.floor(((caller.start + caller.elapsed - at) * elapsed) / 100);
      rows.push({ depth, start: at, elapsed: took, async });
      above.push({ start: at, elapsed: took });
    }
    return { trace: sample(rows) };
  });

test('of any tree of waiting calls, the path covers the time of the root once and without holes', () => {
  fc.assert(
    fc.property(calls, ({ trace }) => {
      const { segments, own } = criticalPath(treeOf(trace));
      let until = 1_000;
      for (const { row, from, to } of segments) {
        assert.equal(to, until);
        assert.ok(from < to && from >= (trace.rows[row]?.start ?? NaN));
        until = from;
      }
      assert.equal(until, 0);
      assert.equal(
        own.reduce((sum, ms) => sum + ms, 0),
        1_000,
      );
    }),
  );
});

test('a hundred thousand calls are walked in time', () => {
  const rows: SampleRow[] = [{ depth: 0, elapsed: 100_000 }];
  for (let i = 0; i < 100_000; i++) rows.push({ depth: 1 + (i % 5), start: i, elapsed: 1 });
  const tree = treeOf(sample(rows));
  const started = performance.now();
  criticalPath(tree);
  assert.ok(performance.now() - started < 1_000);
});
