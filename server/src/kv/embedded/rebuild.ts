import { rm } from 'node:fs/promises';
import type { Bytes } from '../../lib/bytes.ts';
import type { Failure } from '../../lib/failure.ts';
import type { Level } from './level.ts';
import type { Place, Segments } from './segments.ts';
import { decodeValue, encodePlace } from './value.ts';

interface Rebuild {
  /** The file that says a rebuild is due. */
  readonly marker: string;
  readonly index: Level;
  readonly segments: Segments;
  /** Runs a task while no write runs. */
  readonly alone: (task: () => Promise<void>) => Promise<unknown>;
  readonly stopped: () => boolean;
  readonly onDamage: (failure: Failure) => void;
}

/**
 * Points a damaged index at every large value it has lost, while reads and writes go on. A value deleted before the
 * damage may come back: segments do not tell. Stopped half way, it starts again at the next opening.
 */
export async function rebuildIndex({ marker, index, segments, alone, stopped, onDamage }: Rebuild): Promise<void> {
  for await (const { key, place } of segments.records(onDamage)) {
    if (stopped()) return;
    // Alone, so that a newer write is either seen here or comes after.
    await alone(async () => {
      if (isOlder(await index.get(key), place)) await index.put(key, encodePlace(place));
    });
  }
  await rm(marker);
}

/** Whether an index entry is missing, or points at an earlier value of its key. */
function isOlder(stored: Bytes | undefined, place: Place): boolean {
  if (stored === undefined) return true;
  const known = decodeValue(stored);
  if (!('segment' in known)) return false;
  return known.segment < place.segment || (known.segment === place.segment && known.offset < place.offset);
}
