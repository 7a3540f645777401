import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openEmbedded } from '../../kv/embedded/embedded.ts';
import type { Kv, Table } from '../../kv/kv.ts';
import { MemoryKv } from '../../kv/memory.ts';
import { Failure } from '../../lib/failure.ts';
import { DAY, type Day, dayOf, millis } from '../../lib/time.ts';
import { Retention, type RetentionOptions } from './retention.ts';

const trace: Table = { name: 'span', id: 1, family: 'trace', period: 'day' };
const places: Table = { name: 'trace', id: 2, family: 'trace', period: 'day' };
const error: Table = { name: 'error', id: 17, family: 'error', period: 'day' };
const tables = [trace, places, error];

const NOW = millis(Date.UTC(2026, 10, 25, 13));
const today = dayOf(NOW);

const put = (kv: Kv, table: Table, ago: number, bytes = 100): Promise<void> =>
  kv.write([
    { table, day: (today - ago) as Day, partition: Buffer.from('p'), sort: Buffer.from('s'), put: Buffer.alloc(bytes) },
  ]);

/** A retention, what it said, and the days ago of which there is anything left, by table. */
function start(kv: Kv, options: Partial<RetentionOptions> = {}) {
  const said: string[] = [];
  const retention = new Retention(kv, {
    tables,
    days: new Map([
      ['trace', 7],
      ['error', 30],
    ]),
    quota: () => 1_000_000,
    clock: () => NOW,
    dropped: ({ family, why }) => said.push(`dropped ${family}: ${why}`),
    failed: ({ code }, { family }) => said.push(`failed ${family}: ${code}`),
    ...options,
  });
  const left = async () => (await kv.usage()).map(({ table, day }) => `${table.name} ${today - (day ?? 0)}`).sort();
  return { retention, said, left };
}

test('what is too old is dropped and told; a second time there is nothing to drop', async () => {
  const kv = new MemoryKv();
  for (const ago of [0, 7, 8]) for (const table of tables) await put(kv, table, ago);
  const { retention, said, left } = start(kv);
  await retention.tick();
  assert.deepEqual(said, ['dropped trace: age']);
  assert.deepEqual(await left(), ['error 0', 'error 7', 'error 8', 'span 0', 'span 7', 'trace 0', 'trace 7']);
  await retention.tick();
  assert.equal(said.length, 1);
});

test('the same day later, and again the day after: what has become too old goes', async () => {
  const kv = new MemoryKv();
  for (const ago of [0, 7]) await put(kv, trace, ago);
  let now = NOW;
  const { retention, left } = start(kv, { clock: () => now });
  for (const [later, expected] of [
    [0, ['span 0', 'span 7']],
    [10 * 3_600_000, ['span 0', 'span 7']],
    [DAY, ['span 0']],
    [8 * DAY, []],
  ] as const) {
    now = millis(NOW + later);
    await retention.tick();
    assert.deepEqual(await left(), expected);
  }
});

test('beyond the quota the oldest days go; today fills it alone, and that is told', async () => {
  const kv = new MemoryKv();
  for (const ago of [0, 1, 2]) await put(kv, trace, ago);
  let asked = 0;
  const { retention, said, left } = start(kv, {
    quota: (used) => {
      asked++;
      assert.ok(used >= 300);
      return 150;
    },
  });
  await retention.tick();
  assert.deepEqual(said, ['dropped trace: quota']);
  assert.deepEqual(await left(), ['span 0']);
  assert.equal(retention.full, false);
  await put(kv, trace, 0, 200);
  await retention.tick();
  assert.deepEqual([retention.full, await left()], [true, ['span 0']]);
  assert.equal(await retention.quota(), 150);
  assert.equal(asked, 1);
});

test('two ticks at once are one', async () => {
  class CountingKv extends MemoryKv {
    expiries = 0;
    override async expire(...args: Parameters<MemoryKv['expire']>): Promise<void> {
      this.expiries++;
      await super.expire(...args);
    }
  }
  const kv = new CountingKv();
  await put(kv, trace, 9);
  const { retention } = start(kv);
  await Promise.all([retention.tick(), retention.tick()]);
  assert.equal(kv.expiries, 1);
});

test('a family that cannot be dropped does not keep the others, and is tried again', async () => {
  class StubbornKv extends MemoryKv {
    stubborn = true;
    override async expire(table: Table, day: Day): Promise<void> {
      if (table.family === 'trace' && this.stubborn) throw new Failure('DATA_NOT_WRITABLE', 'trace');
      await super.expire(table, day);
    }
  }
  const kv = new StubbornKv();
  await put(kv, trace, 9);
  await put(kv, error, 31);
  const { retention, said, left } = start(kv);
  await retention.tick();
  assert.deepEqual(said, ['failed trace: DATA_NOT_WRITABLE', 'dropped error: age']);
  kv.stubborn = false;
  await retention.tick();
  assert.deepEqual(await left(), []);
});

describe('figures', () => {
  test('are a few seconds old at most, and asked for once by all who come meanwhile', async () => {
    class CountingKv extends MemoryKv {
      asked = 0;
      override async usage() {
        this.asked++;
        return super.usage();
      }
    }
    const kv = new CountingKv();
    let now = NOW;
    const { retention } = start(kv, { clock: () => now });
    await Promise.all([retention.usage(), retention.usage(), retention.quota()]);
    assert.equal(kv.asked, 1);
    await put(kv, trace, 0);
    assert.equal((await retention.usage()).length, 0);
    now = millis(NOW + 6_000);
    assert.equal((await retention.usage()).length, 1);
  });

  test('are not what they were before something was dropped', async () => {
    const kv = new MemoryKv();
    await put(kv, trace, 9);
    const { retention } = start(kv);
    assert.equal((await retention.usage()).length, 1);
    await retention.tick();
    assert.deepEqual(await retention.usage(), []);
  });

  test('that could not be had are asked for again', async () => {
    class FailingOnce extends MemoryKv {
      failed = false;
      override async usage() {
        if (this.failed) return super.usage();
        this.failed = true;
        throw new Failure('DATA_NOT_WRITABLE');
      }
    }
    const { retention } = start(new FailingOnce());
    await assert.rejects(retention.usage());
    assert.deepEqual(await retention.usage(), []);
  });
});

test('on a disk the directories of dropped days are gone, and days that are kept can be read', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'finepoint-retention-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  await using kv = await openEmbedded(directory, tables);
  for (const ago of [0, 7, 8, 9]) await put(kv, trace, ago, 5_000);
  const { retention } = start(kv);
  await retention.tick();
  assert.deepEqual((await readdir(join(directory, 'trace'))).sort(), ['2026-11-18', '2026-11-25']);
  const kept = await kv.get({
    table: trace,
    day: (today - 7) as Day,
    partition: Buffer.from('p'),
    sort: Buffer.from('s'),
  });
  assert.equal(kept?.length, 5_000);
});
