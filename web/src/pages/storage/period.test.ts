import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { barsOf, periodName, spansOf } from './period.ts';

const of = (day: string | null, bytes: number, spans: number | null = null) => ({ day, bytes, rows: 1, spans });

test('a period is named as long as it is', () => {
  assert.equal(periodName('2026-11-01', 'day'), '2026-11-01');
  assert.equal(periodName('2026-11-01', 'month'), '2026-11');
  assert.equal(periodName('2026-01-01', 'year'), '2026');
  assert.equal(periodName(null, 'permanent'), '');
});

test('spans add up where they were counted, and are unknown where they never were', () => {
  assert.equal(spansOf([of('2026-11-24', 1, 5), of('2026-11-25', 1, 7), of('2026-11-23', 1)]), 12);
  assert.equal(spansOf([of('2026-11-24', 1)]), null);
  assert.equal(spansOf([]), null);
});

describe('columns', () => {
  const drawn = (...days: Parameters<typeof of>[]) =>
    barsOf(
      days.map((day) => of(...day)),
      'day',
    ).map(({ day, bytes }) => `${day} ${bytes}`);

  test('stand for each day, those that have nothing too', () => {
    assert.deepEqual(drawn(['2026-10-30', 3], ['2026-11-02', 4]), [
      '2026-10-30 3',
      '2026-10-31 0',
      '2026-11-01 0',
      '2026-11-02 4',
    ]);
  });

  test('stand for one day, though it be the first of a month', () => {
    assert.deepEqual(drawn(['2026-11-01', 3]), ['2026-11-01 3']);
    assert.deepEqual(drawn(['2026-11-01', 3], ['2026-12-01', 3]).length, 31);
  });

  test('stand for months and years as they come', () => {
    const months = barsOf([of('2026-09-01', 1), of('2026-11-01', 2)], 'month');
    assert.deepEqual(
      months.map(({ day }) => day),
      ['2026-09-01', '2026-11-01'],
    );
  });

  test('of a clock that was far off are not thousands', () => {
    assert.equal(drawn(['1970-01-02', 1], ['2026-11-25', 2]).length, 400);
  });

  test('are none of what is permanent', () => assert.deepEqual(barsOf([of(null, 9)], 'permanent'), []));
});
