/** A process that does each stage of ingest alone, on the same messages, and says what CPU it took. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { passingDirectory } from '../out.ts';
import { compress } from './compression.ts';
import { makeCorpus, rawByApplication } from './corpus.ts';
import { writeToEngine, writeToLevel } from './storage.ts';
import { makeRows, walk } from './write-path.ts';

/** µs of CPU for each PSpan, with its share of the chunks. */
export interface Alone {
  /** Protobuf read by hand, and masked. */
  readonly walk: number;
  /** zstd of the raw spans. */
  readonly zstd: number;
  /** Bytes that zstd leaves. */
  readonly zstdBytes: number;
  /** Walk, indexes, zstd and rows: everything between gRPC and the storage. */
  readonly writePath: number;
  /** The storage with all rows: LevelDB and segments. */
  readonly storage: number;
  /** LevelDB with the small rows. */
  readonly level: number;
}

const pspans = Number(process.argv[2]);

/** The first run of each stage warms up the program; LevelDB goes on compacting for a moment. */
async function cost(stage: () => unknown, warm = true): Promise<number> {
  if (warm) await stage();
  const before = process.cpuUsage();
  await stage();
  await wait(200);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / pspans;
}

const corpus = makeCorpus(pspans);
const raw = rawByApplication(corpus);
const directory = await passingDirectory();
let stores = 0;
const fresh = (): string => join(directory, String(stores++));
const flushes = await makeRows(corpus);
const alone: Alone = {
  walk: await cost(() => walk(corpus)),
  zstd: await cost(() => compress(raw)),
  zstdBytes: compress(raw) / pspans,
  writePath: await cost(() => makeRows(corpus)),
  storage: await cost(() => writeToEngine(flushes, fresh())),
  level: await cost(() => writeToLevel(flushes, fresh())),
};
await rm(directory, { recursive: true, force: true });
process.send?.(alone);
process.disconnect?.();
