import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatRate,
  formatTimeMs,
} from './format.ts';

/** Rows of [what it is, as it is written]. */
function writes<T>(name: string, format: (value: T) => string, rows: readonly (readonly [T, string])[]): void {
  for (const [value, text] of rows)
    test(`${name} ${String(value)} is "${text}"`, () => assert.equal(format(value), text));
}

describe('counts', () => {
  writes('count', formatCount, [
    [0, '0'],
    [1234, '1,234'],
    [9999, '9,999'],
    [10_000, '10k'],
    [12_345, '12.3k'],
    [123_456, '123k'],
    [999_499, '999k'],
    [999_500, '1M'],
    [4_500_000, '4.5M'],
    [7_800_000_000, '7.8G'],
  ]);
});

describe('durations', () => {
  writes('ms', (ms: number) => formatDuration(ms), [
    [0, '0 ms'],
    [0.85, '850 µs'],
    [0.9996, '1 ms'],
    [1.25, '1.3 ms'],
    [41, '41 ms'],
    [999.6, '1 s'],
    [2100, '2.1 s'],
    [59_960, '1 m'],
    [200_000, '3 m 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 m'],
    [86_400_000, '1 d'],
    [273_600_000, '3 d 4 h'],
    [-5, '−5 ms'],
  ]);

  test('long ones have Korean units in Korean, ms and s stay', () => {
    assert.equal(formatDuration(200_000, 'ko'), '3분 20초');
    assert.equal(formatDuration(7_200_000, 'ko'), '2시간');
    assert.equal(formatDuration(2100, 'ko'), '2.1 s');
  });
});

describe('bytes', () => {
  writes('bytes', formatBytes, [
    [512, '512 B'],
    [1536, '1.5 KiB'],
    [99_614_720, '95 MiB'],
    [5 * 1024 ** 4, '5 TiB'],
  ]);
});

describe('rates', () => {
  test('a second is the unit where there is at least one', () => assert.equal(formatRate(123, 10_000), '12.3/s'));
  test('a minute is where there is less', () => assert.equal(formatRate(5, 60_000), '5/min'));
  test('what is not nothing does not read as nothing', () => assert.equal(formatRate(1, 3_600_000), '< 0.1/min'));
  test('no time means no rate', () => assert.equal(formatRate(5, 0), '0/s'));
});

describe('percents', () => {
  writes('share', formatPercent, [
    [0, '0.0%'],
    [0.0001, '< 0.1%'],
    [0.0423, '4.2%'],
    [0.9999, '> 99.9%'],
    [1, '100.0%'],
  ]);
});

describe('times', () => {
  const at = new Date(2026, 10, 23, 14, 5, 33, 42).getTime();
  test('a date has its weekday in the language', () => {
    assert.equal(formatDateTime(at, 'en'), '2026-11-23 (Mon) 14:05:33');
    assert.equal(formatDateTime(at, 'ko'), '2026-11-23 (월) 14:05:33');
  });
  test('milliseconds have three digits', () => assert.equal(formatTimeMs(at), '14:05:33.042'));
  test('an age has one unit', () => assert.equal(formatAgo(at, at + 200_000, 'ko'), '3분 전'));
  test('what lies ahead by a clock that is off is now', () => assert.equal(formatAgo(at + 900, at, 'ko'), '0초 전'));
});
