import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryKv } from '../../kv/memory.ts';
import { type Day, dayOf, millis } from '../../lib/time.ts';
import type { StorageState } from '../../store/retention/storage.ts';
import { tables } from '../../store/tables.ts';
import { daysOfSpans, viewStorage } from './view.ts';

const NOW = millis(Date.UTC(2026, 10, 25, 13));
const today = dayOf(NOW);

/** A store with rows in every table, two days ago and today. */
async function filled(): Promise<StorageState> {
  const kv = new MemoryKv();
  for (const table of tables) {
    for (const day of [today - 2, today] as Day[]) {
      await kv.write([{ table, day, partition: Buffer.from('p'), sort: Buffer.alloc(1), put: Buffer.alloc(98) }]);
    }
  }
  return {
    usage: await kv.usage(),
    keeps: [
      { family: 'trace', days: 7, setting: 'FINEPOINT_RETENTION_TRACE' },
      { family: 'base', days: 62 },
    ],
    quota: 1e6,
    disk: { free: 5e6, size: 1e7 },
    least: 1e6,
    guard: { admits: 'all', why: '' },
  };
}

test('every family is a kind, with what it takes by day, oldest first, and all add up', async () => {
  const state = await filled();
  const view = viewStorage(state, new Map(), NOW);
  assert.deepEqual(
    view.kinds.map(({ kind }) => kind),
    ['trace', 'number', 'error', 'map10', 'map60', 'base', 'permanent'],
  );
  const [trace] = view.kinds;
  assert.deepEqual(
    trace?.days.map(({ day }) => day),
    ['2026-11-23', '2026-11-25'],
  );
  assert.equal(trace?.oldest, '2026-11-23');
  assert.equal(view.kinds.find(({ kind }) => kind === 'base')?.oldest, '2026-11-01');
  assert.equal(view.kinds.find(({ kind }) => kind === 'permanent')?.oldest, null);
  for (const { bytes, days } of view.kinds)
    assert.equal(
      bytes,
      days.reduce((sum, day) => sum + day.bytes, 0),
    );
  assert.equal(
    view.used,
    view.kinds.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  assert.equal(
    view.used,
    state.usage.reduce((sum, { bytes }) => sum + bytes, 0),
  );
});

test('spans are told of days of traces on which they were counted, and of no others', async () => {
  const state = await filled();
  assert.deepEqual(daysOfSpans(state.usage), [today - 2, today]);
  const { kinds } = viewStorage(
    state,
    new Map([
      [today, 12],
      [(today - 2) as Day, undefined],
    ]),
    NOW,
  );
  assert.deepEqual(
    kinds[0]?.days.map(({ spans }) => spans),
    [null, 12],
  );
  for (const { days } of kinds.slice(1)) assert.ok(days.every(({ spans }) => spans === null));
});

test('retention is told with the variable that sets it, where one does', async () => {
  const { kinds } = viewStorage(await filled(), new Map(), NOW);
  const retention = (kind: string) => kinds.find((one) => one.kind === kind)?.retention;
  assert.deepEqual(retention('trace'), { days: 7, setting: 'FINEPOINT_RETENTION_TRACE' });
  assert.deepEqual(retention('base'), { days: 62, setting: null });
  assert.equal(retention('permanent'), null);
});

test('the guard is closed as soon as anything is refused', async () => {
  const state = await filled();
  const told = (guard: StorageState['guard']) => {
    const { guard: shown, why } = viewStorage({ ...state, guard }, new Map(), NOW);
    return `${shown} ${why}`;
  };
  assert.equal(told({ admits: 'all', why: '' }), 'open ');
  assert.equal(told({ admits: 'names', why: 'quota' }), 'closed quota');
  assert.equal(told({ admits: 'nothing', why: 'write' }), 'closed write');
});

test('growth and the days until the quota are null before there is a whole day', async () => {
  const state = await filled();
  const onlyToday = state.usage.filter(({ day }) => day === undefined || day >= today);
  const { growthPerDay, daysUntilQuota } = viewStorage({ ...state, usage: onlyToday }, new Map(), NOW);
  assert.deepEqual([growthPerDay, daysUntilQuota], [null, null]);
  const whole = viewStorage({ ...state, quota: 10_000 }, new Map(), NOW);
  assert.ok((whole.growthPerDay ?? 0) > 0);
  assert.ok((whole.daysUntilQuota ?? 0) > 0);
});
