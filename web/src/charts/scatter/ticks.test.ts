import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elapsedTicks, roundUp, timeTicks } from './ticks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('an hour has ticks at round minutes', () => {
  const from = Date.UTC(2026, 10, 25, 8, 3);
  const { step, at } = timeTicks(from, from + HOUR, 7, 0);
  assert.equal(step, 10 * MINUTE);
  assert.equal(at[0], Date.UTC(2026, 10, 25, 8, 10));
  assert.equal(at.length, 6);
});

test("days begin at the viewer's midnight", () => {
  const from = Date.UTC(2026, 10, 25);
  const seoul = 9 * HOUR;
  const { at } = timeTicks(from, from + 7 * 24 * HOUR, 8, seoul);
  assert.equal(new Date((at[0] ?? 0) + seoul).toISOString(), '2026-11-26T00:00:00.000Z');
});

test('there are never more ticks than asked for', () => {
  for (const range of [MINUTE, HOUR, 30 * HOUR, 400 * 24 * HOUR]) {
    assert.ok(timeTicks(1e12, 1e12 + range, 6, 0).at.length <= 7, `${range} ms`);
  }
});

test('response times have round ticks from zero to the top', () => {
  assert.deepEqual(elapsedTicks(10_000, 5), [0, 2_000, 4_000, 6_000, 8_000, 10_000]);
  assert.deepEqual(elapsedTicks(100, 4), [0, 50, 100]);
});

test('rounds up to 1, 2 or 5 times a power of ten', () => {
  assert.deepEqual([0, 1, 3, 6, 11, 2_500].map(roundUp), [1, 1, 5, 10, 20, 5_000]);
});
