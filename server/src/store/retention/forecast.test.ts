import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Table, Usage } from '../../kv/kv.ts';
import { day, dayOf, millis } from '../../lib/time.ts';
import { daysUntil, growth } from './forecast.ts';

const today = dayOf(millis(Date.UTC(2026, 10, 25)));
const span: Table = { name: 'span', id: 1, family: 'trace', period: 'day' };
const error: Table = { name: 'error', id: 17, family: 'error', period: 'day' };
const agent: Table = { name: 'agent', id: 32, family: 'base', period: 'month' };

const of = (table: Table, ago: number, bytes: number): Usage => ({ table, day: day(today - ago), bytes, rows: 1 });

describe('growth a day', () => {
  const cases: readonly (readonly [string, readonly Usage[], Record<string, number> | undefined])[] = [
    ['nothing is known of', [], undefined],
    ['is not told from today, which is not over', [of(span, 0, 900)], undefined],
    ['is that of the only whole day', [of(span, 1, 100), of(span, 0, 900)], { trace: 100 }],
    ['leaves the first day out, which began in its middle', [of(span, 2, 10), of(span, 1, 100)], { trace: 100 }],
    [
      'is the mean of whole days, of which some may have nothing',
      [of(span, 5, 1), of(span, 4, 100), of(span, 2, 60), of(error, 2, 40)],
      { trace: 40, error: 10 },
    ],
    [
      'looks back seven days at most',
      [of(error, 20, 7_000), of(error, 19, 7_000), of(span, 7, 70), of(span, 8, 7_000)],
      { trace: 10 },
    ],
    ['leaves out what is kept by month', [of(span, 1, 100), of(agent, 24, 500)], { trace: 100 }],
  ];
  for (const [what, usage, expected] of cases) {
    test(what, () => {
      const found = growth(usage, today);
      assert.deepEqual(found && Object.fromEntries(found), expected);
    });
  }
});

describe('days until the quota', () => {
  const days = new Map([['trace', 7]]);
  const until = (quota: number, usage: readonly Usage[], bytes = 100): number | undefined =>
    daysUntil(quota, usage, { today, days, perDay: new Map([['trace', bytes]]) });

  test('is now where it is exceeded', () => assert.equal(until(50, [of(span, 0, 60)]), 0));
  test('counts the days that fit', () => assert.equal(until(350, [of(span, 1, 100)]), 3));
  test('never comes where days are dropped as fast as they are added', () => {
    const full = Array.from({ length: 8 }, (_, ago) => of(span, ago, 100));
    assert.equal(until(1_000, full), undefined);
    assert.equal(until(799, full), 0);
  });
  test('comes where what is dropped was less than what is added', () => {
    const grows = Array.from({ length: 8 }, (_, ago) => of(span, ago, 10));
    assert.equal(until(500, grows), 5);
  });
  test('never comes without growth', () => assert.equal(until(500, [of(span, 0, 100)], 0), undefined));
  test('is not looked for further than a year', () => {
    const forever: Table = { ...span, family: 'kept' };
    const usage = [of(forever, 0, 0)];
    const ask = (quota: number) => daysUntil(quota, usage, { today, days, perDay: new Map([['kept', 1]]) });
    assert.equal(ask(364), 365);
    assert.equal(ask(366), undefined);
  });
});
