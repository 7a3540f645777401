import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarming, perMinute, sum } from './graph.ts';

const histogram = (total: number, errors: number, max: number) => ({
  schema: 'FAST' as const,
  slots: [total - errors, 0, 0, 0],
  errors,
  total,
  sum: total * 2,
  max,
});

test('histograms add up, and the greatest response time is the greatest of all', () => {
  const whole = sum([histogram(10, 1, 50), histogram(5, 0, 90)]);
  assert.deepEqual(whole, { schema: 'FAST', slots: [14, 0, 0, 0], errors: 1, total: 15, sum: 30, max: 90 });
});

test('one in ten alarms, less does not, nothing called does not', () => {
  assert.equal(alarming(histogram(10, 1, 0)), true);
  assert.equal(alarming(histogram(11, 1, 0)), false);
  assert.equal(alarming(histogram(0, 0, 0)), false);
});

test('calls are written per minute, however long the range', () => {
  const hour = 3_600_000;
  assert.equal(perMinute(60_000, hour, '/min'), '1,000/min');
  assert.equal(perMinute(90, hour, '/min'), '1.5/min');
  assert.equal(perMinute(1, hour, '/min'), '< 0.1/min');
  assert.equal(perMinute(0, hour, '/min'), '0/min');
  assert.equal(perMinute(3, 0, '/min'), '3×', 'of one trace there is no rate');
});
