import type { Op } from '../../kv/kv.ts';
import { type Bytes, hex } from '../../lib/bytes.ts';
import { DAY, type Day, type Millis, SLOT } from '../../lib/time.ts';
import { mapTable, sortMinute } from '../map/keys.ts';
import { readChunkSort, spanTable } from '../span/keys.ts';
import type { WriterId } from '../writer-id.ts';
import { dirtySlot, uniqueMark } from './keys.ts';

const SLOTS = DAY / SLOT;
const MINUTES = 10;

/** The application's hash is the beginning of a span's partition, and all of a map's. */
const HASH_SIZE = 8;

/**
 * Says which slots the rows of a batch make dirty. Of the newest slot it remembers what it has marked; into older ones
 * writes come late and seldom, and each marks them anew.
 */
export class DirtyMarks {
  readonly #writer: WriterId;
  readonly #marked = new Set<string>();
  #newest = 0;

  constructor(writer: WriterId) {
    this.#writer = writer;
  }

  /** What must be put in the same batch as these rows, which this writer puts. */
  of(batch: readonly Op[]): Op[] {
    const marks = new Map<string, Op>();
    for (const op of batch) {
      const slot = slotOf(op);
      if (slot === undefined || op.day === undefined) continue;
      const application = op.partition.subarray(0, HASH_SIZE);
      const absolute = op.day * SLOTS + slot;
      this.#begin(absolute);
      const name = hex(application);
      if (absolute === this.#newest) {
        if (this.#marked.has(name)) continue;
        this.#marked.add(name);
      }
      marks.set(`${absolute} ${name}`, this.#mark(application, op.day, slot));
    }
    return [...marks.values()];
  }

  /** From now on, slots that ended before `before` are old ones: their marks may be taken away at any time. */
  close(before: Millis): void {
    this.#begin(Math.floor(before / SLOT));
  }

  #begin(slot: number): void {
    if (slot <= this.#newest) return;
    this.#newest = slot;
    this.#marked.clear();
  }

  #mark(application: Bytes, day: Day, slot: number): Op {
    return { ...dirtySlot(application, day, slot, this.#writer), put: uniqueMark() };
  }
}

function slotOf({ table, sort }: Op): number | undefined {
  if (table === spanTable) return readChunkSort(sort).slot;
  return table === mapTable ? Math.floor(sortMinute(sort) / MINUTES) : undefined;
}
