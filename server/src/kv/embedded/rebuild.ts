import { rm } from 'node:fs/promises';
import type { Bytes } from '../../lib/bytes.ts';
import type { Failure } from '../../lib/failure.ts';
import { COUNTED, nameOf } from './key.ts';
import type { Level } from './level.ts';
import { isBefore, type Point } from './record.ts';
import type { Segments } from './segments.ts';
import { encodePlace, placeOf } from './value.ts';

interface Rebuild {
  /** The file that says a rebuild is due. */
  readonly marker: string;
  readonly index: Level;
  readonly segments: Segments;
  /** When rows were deleted, by the names of their keys; deletes of now are added while it runs. */
  readonly deleted: Map<string, Point>;
  /** Runs a task while no write runs. */
  readonly alone: (task: () => Promise<void>) => Promise<unknown>;
  readonly stopped: () => boolean;
  readonly onDamage: (failure: Failure) => void;
}

/**
 * Points a damaged index at the newest of the large values of every row, and at none where the row was deleted after,
 * while reads and writes go on. What a small value replaced may come back: those lie in the index only. Stopped half
 * way, it starts again at the next opening.
 */
export async function rebuildIndex(rebuild: Rebuild): Promise<void> {
  const { marker, index, segments, deleted, alone, stopped, onDamage } = rebuild;
  // Twice: a value that was moved stands behind the record that says it was deleted.
  for await (const { key, value, age } of segments.records(onDamage)) {
    if (stopped()) return;
    if (value) continue;
    noteDeleted(deleted, key, age);
    await alone(async () => {
      if (await isOlder(segments, await index.get(key), age)) await index.del(key);
    });
  }
  for await (const { key, value, place, age } of segments.records(() => {})) {
    if (stopped()) return;
    if (!value) continue;
    // Alone, so that a newer write is either seen here or comes after.
    await alone(async () => {
      const gone = deleted.get(nameOf(key));
      if (gone && isBefore(age, gone)) return;
      const stored = await index.get(key);
      if (!stored || (await isOlder(segments, stored, age))) await index.put(key, encodePlace(place));
    });
  }
  // Synced, and with it all that was put before.
  await alone(() => index.del(COUNTED, { sync: true }));
  await rm(marker);
}

export function noteDeleted(deleted: Map<string, Point>, key: Bytes, at: Point): void {
  const name = nameOf(key);
  const known = deleted.get(name);
  if (!known || isBefore(known, at)) deleted.set(name, at);
}

/** Whether an index entry points at nothing, or at a value older than `age`. */
async function isOlder(segments: Segments, stored: Bytes | undefined, age: Point): Promise<boolean> {
  const place = placeOf(stored);
  if (!place) return false;
  const known = await segments.age(place);
  return !known || isBefore(known, age);
}
