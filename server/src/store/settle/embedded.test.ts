import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEmbedded } from '../../kv/embedded/embedded.ts';
import type { Kv, Table } from '../../kv/kv.ts';
import { dayOf, HOUR, MINUTE, type Millis, millis } from '../../lib/time.ts';
import { map60Table } from '../map/keys.ts';
import { spanTable } from '../span/keys.ts';
import { SpanWriter } from '../span-writer.ts';
import { tables } from '../tables.ts';
import { newWriterId } from '../writer-id.ts';
import { dirtyTable } from './keys.ts';
import { CHUNKS, Settler } from './settler.ts';
import { assertReadable, type Call, flush } from './shop.test-data.ts';

const START = millis(Date.UTC(2026, 10, 24, 9, 0));

function settlerOf(kv: Kv, now: Millis, quiet: (before: Millis) => Promise<void>): Settler {
  const warn = (failure: Error): never => {
    throw failure;
  };
  return new Settler(kv, { clock: () => now, quiet, mine: () => true, warn, chunks: CHUNKS, pause: 0 });
}

async function rowsOf(kv: Kv, table: Table): Promise<number> {
  return (await Array.fromAsync(kv.dump(table, dayOf(START)))).length;
}

test('what one process wrote on the disk is settled by the next one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'finepoint-settle-'));
  const calls: Call[] = [];
  try {
    const kv = await openEmbedded(directory, tables);
    const writer = new SpanWriter(kv, newWriterId(START));
    for (let at = START; at < START + HOUR; at = millis(at + 2 * MINUTE)) {
      const sequences = Array.from({ length: 40 }, (_, index) => calls.length + index + 1);
      const some = sequences.map((sequence): Call => ({ sequence, at, elapsed: sequence % 900, failed: false }));
      await flush(writer, some);
      calls.push(...some);
    }
    await settlerOf(kv, millis(START + HOUR / 2), (before) => writer.close(before)).tick();
    await assertReadable(kv, calls, calls.slice(0, 5));
    await kv[Symbol.asyncDispose]();

    const again = await openEmbedded(directory, tables);
    await settlerOf(again, millis(START + 2 * HOUR), async () => {}).tick();
    await assertReadable(again, calls, calls.slice(-5));
    assert.equal(await rowsOf(again, dirtyTable), 0);
    assert.equal(await rowsOf(again, spanTable), 6);
    assert.equal((await Array.fromAsync(again.dump(map60Table, dayOf(START)))).length, 2);
    await again[Symbol.asyncDispose]();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
