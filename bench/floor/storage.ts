import { ClassicLevel } from 'classic-level';
import { openEmbedded } from '../../server/src/kv/embedded/embedded.ts';
import { keyOf } from '../../server/src/kv/embedded/key.ts';
import { LARGE } from '../../server/src/kv/embedded/value.ts';
import type { Op } from '../../server/src/kv/kv.ts';
import { tables } from '../../server/src/store/tables.ts';

type Flushes = readonly (readonly Op[])[];

/** Writes rows, flush by flush, with the server's own engine. */
export async function writeToEngine(flushes: Flushes, directory: string): Promise<void> {
  const kv = await openEmbedded(directory, tables);
  for (const batch of flushes) await kv.write(batch);
  await kv[Symbol.asyncDispose]();
}

/** Writes only the small rows, which LevelDB keeps, each flush as one durable batch. */
export async function writeToLevel(flushes: Flushes, directory: string): Promise<void> {
  const level = new ClassicLevel<Uint8Array, Uint8Array>(directory, { keyEncoding: 'view', valueEncoding: 'view' });
  await level.open();
  for (const batch of flushes) {
    const puts = batch.flatMap((op) =>
      'put' in op && op.put.length < LARGE ? [{ type: 'put', key: keyOf(op), value: op.put } as const] : [],
    );
    await level.batch(puts, { sync: true });
  }
  await level.close();
}
