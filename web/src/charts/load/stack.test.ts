import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columns, line, lonely, type Plot, sliceAt, timeOf } from './stack.ts';

const plot: Plot = { width: 100, height: 50, from: 0, to: 2000, top: 10 };
const slice = (at: number, slots: number[], errors: number, sum = 0) => ({ at, slots, errors, sum, max: sum });
const series = [slice(0, [4, 0, 0, 0], 1), slice(1000, [0, 0, 0, 0], 0)];

test('columns stand on each other, fast at the bottom and errors on top', () => {
  const [fast, normal, , , error] = columns(series, 1000, plot);
  assert.equal(fast, 'M0 50V30H49V50Z');
  assert.equal(normal, '');
  assert.equal(error, 'M0 30V25H49V30Z');
});

test('a slot that began before the range is cut at its edge', () => {
  const [fast] = columns([slice(-500, [10, 0, 0, 0], 0)], 1000, plot);
  assert.equal(fast, 'M0 50V0H24V50Z');
});

test('the line breaks where nothing was called', () => {
  const three = [slice(0, [1, 0, 0, 0], 0, 5), slice(500, [0, 0, 0, 0], 0), slice(1000, [1, 0, 0, 0], 0, 10)];
  assert.equal(
    line(three, 500, plot, ({ sum }) => sum),
    'M12.5 25h0M62.5 0h0',
  );
});

test('a slot with calls between two without is drawn as a point', () => {
  const called = (at: number) => slice(at, [1, 0, 0, 0], 0);
  const quiet = (at: number) => slice(at, [0, 0, 0, 0], 0);
  assert.deepEqual(lonely([called(0), quiet(1), called(2), called(3), quiet(4), called(5)]), [called(0), called(5)]);
});

test('a place on the chart is an instant, and the edges are the ends of the range', () => {
  assert.equal(timeOf(plot, 50), 1000);
  assert.equal(timeOf(plot, -20), 0);
  assert.equal(timeOf(plot, 300), 2000);
});

test('an instant belongs to the slot that began last', () => {
  assert.equal(sliceAt(series, 1000, 999)?.at, 0);
  assert.equal(sliceAt(series, 1000, 1000)?.at, 1000);
  assert.equal(sliceAt(series, 1000, 2000), undefined);
});
