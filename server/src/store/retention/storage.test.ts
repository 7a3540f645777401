import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Table } from '../../kv/kv.ts';
import { MemoryKv } from '../../kv/memory.ts';
import { type Day, dayOf, millis } from '../../lib/time.ts';
import { Gate } from './gate.ts';
import { diskOf, Storage, type StorageOptions } from './storage.ts';

const trace: Table = { name: 'span', id: 1, family: 'trace', period: 'day' };
const NOW = millis(Date.UTC(2026, 10, 25, 13));
const today = dayOf(NOW);
const GIB = 1024 ** 3;

/** A storage with a day in it that is too old; time stands still until the test moves it. */
async function open(t: TestContext, options: Partial<StorageOptions> = {}) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const kv = new MemoryKv();
  const row = { table: trace, partition: Buffer.from('p'), sort: Buffer.from('s') };
  for (const day of [today, today - 8]) await kv.write([{ ...row, day: day as Day, put: Buffer.alloc(998) }]);
  const lines: string[] = [];
  const disk = { free: 10 * GIB, size: 20 * GIB };
  const gate = new Gate();
  const storage = new Storage(kv, {
    tables: [trace],
    keeps: [{ family: 'trace', days: 7 }],
    quota: undefined,
    least: undefined,
    disk: async () => ({ ...disk }),
    clock: () => NOW,
    gate,
    log: { info: (_, text) => lines.push(`info: ${text}`), warn: (_, text) => lines.push(`warn: ${text}`) },
    ...options,
  });
  t.after(() => storage.stop());
  await storage.start();
  await turn();
  const pass = async (ms: number): Promise<void> => {
    t.mock.timers.tick(ms);
    await turn();
  };
  return { kv, storage, disk, gate, lines, pass };
}

test('what is too old is dropped as soon as it starts, and said', async (t) => {
  const { kv, storage, lines } = await open(t);
  assert.equal((await kv.usage()).length, 1);
  assert.deepEqual(lines, ['info: dropped from the storage']);
  const { usage, quota, guard, least } = await storage.state();
  assert.equal(usage.length, 1);
  assert.equal(quota, Math.floor(0.8 * (10 * GIB + 2_000)));
  assert.deepEqual([guard, least], [{ admits: 'all', why: '' }, GIB]);
});

test('a disk that fills up closes the gate within two seconds; it opens when there is room', async (t) => {
  const { disk, gate, lines, pass } = await open(t);
  disk.free = GIB / 2;
  await pass(2_000);
  assert.equal(gate.closed, true);
  disk.free = 2 * GIB;
  await pass(2_000);
  assert.equal(gate.closed, false);
  assert.deepEqual(lines.slice(1), [
    'warn: there is little room: spans, statistics and exceptions are refused',
    'warn: there is room again: everything is taken',
  ]);
});

test('a full disk is known before the start is over', async (t) => {
  const { gate } = await open(t, { disk: async () => ({ free: 0, size: GIB }) });
  assert.equal(gate.closed, true);
});

test('a file system that cannot be asked is complained of once, and stops nothing', async (t) => {
  const { gate, lines, pass } = await open(t, {
    disk: async () => {
      throw new Error('ENOSYS');
    },
  });
  await pass(2_000);
  await pass(2_000);
  assert.equal(gate.closed, false);
  assert.equal(lines.filter((line) => line.includes('file system')).length, 1);
});

test('a quota that today alone exceeds closes the gate', async (t) => {
  const { gate, storage, pass } = await open(t, { quota: 500 });
  await pass(2_000);
  assert.equal(gate.closed, true);
  assert.equal((await storage.state()).guard.why, 'quota');
});

test('the file system of a directory says what is free', async () => {
  const { free, size } = await diskOf(tmpdir());
  assert.ok(size > 0 && free >= 0 && free <= size);
  await assert.rejects(diskOf(join(tmpdir(), 'finepoint-no-such-directory')));
});
