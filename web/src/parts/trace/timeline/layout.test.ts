import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { largeSample, sample } from '../sample.ts';
import { barAt, layout, wholeOf, within, zoomAt } from './layout.ts';

const trace = sample([
  { depth: 0, start: 0, elapsed: 100 },
  { depth: 1, start: 10, elapsed: 20 },
  { depth: 2, start: 12, elapsed: 5, application: 1, agent: 1 },
  { depth: 1, start: 40, elapsed: 50 },
  { depth: 2, start: 45, elapsed: 10 },
]);

test('an agent has a lane, and a call lies below its caller', () => {
  const { lanes, levels } = layout(trace);
  assert.deepEqual(
    lanes.map((lane) => [lane.agent, lane.top, lane.levels]),
    [
      [0, 0, 3],
      [1, 3, 1],
    ],
  );
  assert.deepEqual(
    lanes[0]?.bars.map((bar) => bar.level),
    [0, 1, 1, 2],
  );
  assert.equal(levels, 4);
});

test('a missing part is shown in the lane of its caller', () => {
  const { lanes } = layout(
    sample([
      { depth: 0, elapsed: 10 },
      { depth: 1, agent: -1, application: 1, kind: 'missing', start: 5 },
    ]),
  );
  assert.deepEqual(
    lanes.map((lane) => [lane.agent, lane.levels]),
    [[0, 2]],
  );
});

test('calls at the same time get lines of their own', () => {
  const { lanes } = layout(
    sample([
      { depth: 0, start: 0, elapsed: 100 },
      { depth: 1, start: 0, elapsed: 60 },
      { depth: 1, start: 10, elapsed: 60 },
      { depth: 1, start: 60, elapsed: 10 },
    ]),
  );
  assert.deepEqual(
    lanes[0]?.bars.map((bar) => bar.level),
    [0, 1, 2, 1],
  );
});

test('whatever the trace, no two bars of a line overlap', () => {
  const row = fc.record(
    { depth: fc.nat({ max: 3 }), start: fc.nat({ max: 50 }), elapsed: fc.nat({ max: 20 }) },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      for (const lane of layout(sample(rows)).lanes) {
        for (const a of lane.bars) {
          for (const b of lane.bars) {
            if (a === b || a.level !== b.level) continue;
            const apart = a.row.start + a.row.elapsed <= b.row.start || b.row.start + b.row.elapsed <= a.row.start;
            assert.ok(apart, `${a.row.id} and ${b.row.id}`);
          }
        }
      }
    }),
  );
});

test('the whole begins before zero where clocks differ', () => {
  const early = sample(
    [
      { depth: 0, start: 0, elapsed: 10 },
      { depth: 1, start: -5, elapsed: 30 },
    ],
    { elapsed: 20 },
  );
  assert.deepEqual(wholeOf(early), { from: -5, to: 25 });
});

test('zooming keeps the instant under the pointer where it is', () => {
  const whole = { from: 0, to: 100 };
  const near = zoomAt(whole, whole, 20, 2);
  assert.deepEqual(near, { from: 10, to: 60 });
  assert.deepEqual(zoomAt(whole, near, 20, 0.1), whole);
});

test('what is shown never leaves the trace', () => {
  assert.deepEqual(within({ from: 0, to: 100 }, { from: 90, to: 110 }), { from: 80, to: 100 });
  assert.deepEqual(within({ from: 0, to: 100 }, { from: -500, to: 500 }), { from: 0, to: 100 });
});

test('the bar under the pointer is found, also one thinner than a pixel', () => {
  const all = layout(trace);
  assert.equal(barAt(all, 1, 15, 0.1)?.row.id, 1);
  assert.equal(barAt(all, 1, 35, 0.1), undefined);
  assert.equal(barAt(all, 3, 11, 2)?.row.id, 2);
  assert.equal(barAt(all, 9, 11, 2), undefined);
});

test('100,000 rows are laid out in well under a second', () => {
  const large = largeSample(100_000);
  const start = performance.now();
  layout(large);
  wholeOf(large);
  assert.ok(performance.now() - start < 800);
});
