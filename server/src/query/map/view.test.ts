import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, emptyHistogram } from '../../lib/histogram.ts';
import { slotWidth, spread } from './slots.ts';
import { apdex, isAlarming } from './view.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function histogram(...calls: readonly [elapsed: number, failed?: boolean][]) {
  const into = emptyHistogram();
  for (const [elapsed, failed = false] of calls) count(into, 'NORMAL', elapsed, failed);
  return into;
}

test('apdex rounds down: a half point, and the third decimal', () => {
  assert.deepEqual(apdex(histogram([1], [1], [2000])), { score: 0.666, satisfied: 2, tolerating: 1, total: 3 });
  assert.equal(apdex(histogram([2000], [2000])).score, 0.5);
  assert.equal(apdex(histogram([1, true], [1])).score, 0.5, 'a failure counts as a call and earns nothing');
  assert.equal(apdex(histogram([6000])).score, 0);
  assert.equal(apdex(emptyHistogram()).score, 0);
});

test('nothing alarms where nothing was called', () => {
  assert.equal(isAlarming(emptyHistogram()), false);
});

test('slots grow with the range as they do in Pinpoint', () => {
  const widths = [
    [1, 1],
    [1.01, 5],
    [6, 5],
    [12, 10],
    [24, 20],
    [48, 30],
    [49, 60],
  ] as const;
  for (const [hours, minutes] of widths) assert.equal(slotWidth(0, hours * HOUR), minutes * MINUTE, `${hours} h`);
});

test('slots stand on multiples of their width and leave out what lies outside', () => {
  const series = new Map([
    [4 * MINUTE, histogram([1])],
    [6 * MINUTE, histogram([1], [1])],
    [9 * MINUTE, histogram([1])],
    [20 * MINUTE, histogram([1])],
  ]);
  const slots = spread(series, { from: 7 * MINUTE, to: 15 * MINUTE, width: 5 * MINUTE });
  assert.deepEqual(
    slots.map(({ at, histogram: slot }) => [at / MINUTE, slot[0]]),
    [
      [5, 3],
      [10, 0],
    ],
  );
});
