import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Table, Usage } from '../../kv/kv.ts';
import { isOver } from '../../kv/period.ts';
import { DAY, type Day, dayOf, millis } from '../../lib/time.ts';
import { type Decision, decide, defaultQuota } from './decide.ts';

const NOW = millis(Date.UTC(2026, 10, 25, 13));
const today = dayOf(NOW);
const dayAt = (date: string): Day => dayOf(millis(Date.parse(date)));

const tables = {
  span: { name: 'span', id: 1, family: 'trace', period: 'day' },
  map: { name: 'map', id: 4, family: 'trace', period: 'day' },
  stat: { name: 'stat', id: 16, family: 'number', period: 'day' },
  error: { name: 'error', id: 17, family: 'error', period: 'day' },
  agent: { name: 'agent', id: 32, family: 'base', period: 'month' },
  map60: { name: 'map60', id: 40, family: 'map60', period: 'year' },
  application: { name: 'application', id: 48, family: 'permanent', period: 'permanent' },
} satisfies Record<string, Table>;

const days = new Map([
  ['trace', 7],
  ['number', 7],
  ['error', 30],
  ['base', 62],
  ['map60', 400],
]);
const PLENTY = 1e9;

/** `ago` days before today. */
const of = (table: Table, ago: number, bytes = 10): Usage => ({ table, day: (today - ago) as Day, bytes, rows: 1 });
const from = (table: Table, date: string): Usage => ({ table, day: dayAt(date), bytes: 10, rows: 1 });

/** What a decision drops: `trace before 3 days ago: age, 20 B`. */
const said = ({ expire }: Decision): string[] =>
  expire.map(({ family, before, why, bytes }) => `${family} before ${today - before} days ago: ${why}, ${bytes} B`);

const cases: readonly (readonly [string, readonly Usage[], number, readonly string[]])[] = [
  ['nothing is stored', [], PLENTY, []],
  ['seven days and today are kept', [0, 1, 7].map((ago) => of(tables.span, ago)), PLENTY, []],
  ['the eighth day goes', [of(tables.span, 7), of(tables.span, 8)], PLENTY, ['trace before 7 days ago: age, 10 B']],
  [
    'all tables of a family go together',
    [of(tables.span, 9), of(tables.map, 8)],
    PLENTY,
    ['trace before 7 days ago: age, 20 B'],
  ],
  [
    'each family has its own time',
    [of(tables.stat, 8), of(tables.error, 8), of(tables.error, 31)],
    PLENTY,
    ['number before 7 days ago: age, 10 B', 'error before 30 days ago: age, 10 B'],
  ],
  [
    'a month goes when all of it is too old',
    [from(tables.agent, '2026-08-01'), from(tables.agent, '2026-09-01')],
    PLENTY,
    ['base before 62 days ago: age, 10 B'],
  ],
  [
    'a year goes when all of it is too old',
    [from(tables.map60, '2024-01-01'), from(tables.map60, '2025-01-01')],
    PLENTY,
    ['map60 before 400 days ago: age, 10 B'],
  ],
  ['what is permanent stays', [{ table: tables.application, day: undefined, bytes: PLENTY, rows: 1 }], 1, []],
  ['the quota is just reached', [of(tables.span, 1), of(tables.span, 0)], 20, []],
  [
    'beyond the quota the oldest day goes, and no more than is needed',
    [of(tables.span, 0), of(tables.span, 1), of(tables.span, 2), of(tables.map, 2)],
    25,
    ['trace before 1 days ago: quota, 20 B'],
  ],
  [
    'what is too old goes first, and may be enough',
    [of(tables.span, 0), of(tables.span, 1), of(tables.span, 9)],
    20,
    ['trace before 7 days ago: age, 10 B'],
  ],
  [
    'too old and beyond the quota',
    [of(tables.span, 0), of(tables.span, 1), of(tables.span, 9)],
    10,
    ['trace before 0 days ago: quota, 20 B'],
  ],
  [
    'traces give way before statistics, these before errors',
    [of(tables.error, 20), of(tables.stat, 5), of(tables.stat, 1), of(tables.span, 1), of(tables.span, 0)],
    30,
    ['trace before 0 days ago: quota, 10 B', 'number before 4 days ago: quota, 10 B'],
  ],
  ['today never goes', [of(tables.span, 0, 100)], 10, []],
  ['nor does a day to come, of a clock that was wrong', [of(tables.span, -3, 100)], 10, []],
];
describe('what is dropped', () => {
  for (const [what, usage, quota, expected] of cases) {
    test(what, () => assert.deepEqual(said(decide(usage, { now: NOW, days, quota })), expected));
  }
});

test('what is left is told, and whether it is still too much', () => {
  const usage = [of(tables.span, 0, 100), of(tables.span, 1, 50)];
  const told = (quota: number) => {
    const { used, full } = decide(usage, { now: NOW, days, quota });
    return { used, full };
  };
  assert.deepEqual(told(150), { used: 150, full: false });
  assert.deepEqual(told(100), { used: 100, full: false });
  assert.deepEqual(told(99), { used: 100, full: true });
});

test('what was full must get some room, not just enough, and gives up what it can for that', () => {
  const limits = { now: NOW, days, quota: 100, wasFull: true };
  assert.equal(decide([of(tables.span, 0, 96)], limits).full, true);
  assert.equal(decide([of(tables.span, 0, 95)], limits).full, false);
  const { expire, full } = decide([of(tables.span, 0, 1), of(tables.span, 1, 98)], limits);
  assert.deepEqual([expire.length, full], [1, false]);
});

test('a quota that nobody set leaves a fifth of the space, but is at least 1 GiB', () => {
  const GIB = 1024 ** 3;
  assert.equal(defaultQuota(20 * GIB, 80 * GIB), 80 * GIB);
  assert.equal(defaultQuota(0, GIB), GIB);
});

describe('whatever is stored', () => {
  const { map60: _, ...dated } = tables;
  const usages = fc.array(
    fc
      .record({
        table: fc.constantFrom(...Object.values(dated)),
        ago: fc.integer({ min: -2, max: 100 }),
        bytes: fc.integer({ min: 0, max: 1_000 }),
      })
      .map(({ table, ago, bytes }): Usage => {
        if (table.period === 'permanent') return { table, day: undefined, bytes, rows: 1 };
        const first =
          table.period === 'month' ? dayAt(new Date(NOW - ago * DAY).toISOString().slice(0, 7)) : today - ago;
        return { table, day: first as Day, bytes, rows: 1 };
      }),
    { maxLength: 60 },
  );
  const sum = (of: readonly { readonly bytes: number }[]): number => of.reduce((all, { bytes }) => all + bytes, 0);
  const after = (usage: readonly Usage[], { expire }: Decision): Usage[] =>
    usage.filter(
      ({ table, day }) => !expire.some(({ family, before }) => family === table.family && isOver(table, day, before)),
    );
  const decided = fc.tuple(usages, fc.integer({ min: 0, max: 20_000 })).map(([usage, quota]) => {
    const limits = { now: NOW, days, quota };
    const decision = decide(usage, limits);
    return { usage, limits, decision, left: after(usage, decision) };
  });

  test('today stays, and what is told to be left is what is left', () => {
    fc.assert(
      fc.property(decided, ({ usage, decision, left }) => {
        const fromToday = usage.filter(({ day }) => day === undefined || day >= today);
        assert.deepEqual(
          left.filter(({ day }) => day === undefined || day >= today),
          fromToday,
        );
        assert.equal(decision.used, sum(left));
        assert.equal(sum(decision.expire), sum(usage) - sum(left));
      }),
    );
  });

  test('nothing too old stays, and the quota is kept unless nothing more can go', () => {
    fc.assert(
      fc.property(decided, ({ limits, decision, left }) => {
        for (const { table, day } of left) {
          const kept = days.get(table.family);
          assert.ok(kept === undefined || !isOver(table, day, (today - kept) as Day));
        }
        const canGo = left.some(
          ({ table, day }) => ['trace', 'number', 'error'].includes(table.family) && isOver(table, day, today),
        );
        assert.equal(decision.full, decision.used > limits.quota);
        assert.ok(!decision.full || !canGo);
      }),
    );
  });

  test('no more goes than must: with the last day that went it would be too much', () => {
    fc.assert(
      fc.property(decided, ({ usage, limits, decision, left }) => {
        const lastGiven = decision.expire.findLast(({ why }) => why === 'quota');
        if (lastGiven === undefined) return;
        const { family, before } = lastGiven;
        const lastDay = usage.filter(({ table, day }) => table.family === family && day === before - 1);
        assert.ok(sum(left) + sum(lastDay) > limits.quota);
      }),
    );
  });

  test('deciding again drops nothing', () => {
    fc.assert(
      fc.property(decided, ({ limits, left }) => {
        assert.deepEqual(decide(left, limits).expire, []);
      }),
    );
  });
});
