import type { Entry, Kv } from '../../kv/kv.ts';
import { type Bytes, compare, equal } from '../../lib/bytes.ts';
import { type Day, dayOf, HOUR, type Millis, millis, SLOT, slotOf } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import { type Application, applicationHash } from '../application.ts';
import { type ChunkPlace, chunkSort, hourPartition, LAST_NUMBER, readChunkSort } from '../span/keys.ts';
import type { WriterId } from '../writer-id.ts';
import { type Dots, decodeDots, placesOf } from './dots.ts';
import { scatterTable } from './keys.ts';

/** The dots of one row and where their spans are. */
export interface PlacedDots {
  readonly day: Day;
  readonly at: ChunkPlace;
  readonly dots: Dots;
}

/** Dots whose clock ran a little ahead or behind stand in the slot in which their flush began. */
const SLACK = 5_000;

export class ScatterStore {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** Dots of an application, a row at a time, received from `from` to before `to` and a few around it. */
  async *read(application: Application, from: Millis, to: Millis): AsyncIterable<PlacedDots> {
    const hash = applicationHash(application);
    const first = Math.floor((from - SLACK) / HOUR) * HOUR;
    for (let hour = first; hour < to + SLACK; hour += HOUR) {
      const start = Math.max(hour, from - SLACK);
      const end = Math.min(hour + HOUR - 1, to + SLACK);
      const range = { from: slotStart(slotOf(millis(start))), to: slotStart(slotOf(millis(end)) + 1) };
      const partition = { table: scatterTable, day: dayOf(millis(hour)), partition: hourPartition(hash, millis(hour)) };
      const covered = new Covered();
      for await (const entry of this.#kv.scan(partition, range)) {
        const row = placed(partition.day, entry);
        if (covered.isNew(row)) yield row;
      }
    }
  }

  /** A cursor that stands behind everything that has been written so far, for `follow`. */
  async tail(application: Application, now: Millis): Promise<Tail> {
    const tail = new Tail(applicationHash(application));
    for await (const _ of this.follow(tail, now));
    return tail;
  }

  /** What was written since the last call with this cursor. */
  async *follow(tail: Tail, now: Millis): AsyncIterable<PlacedDots> {
    for (const at of tail.slots(now)) {
      const partition = { table: scatterTable, day: dayOf(at), partition: hourPartition(tail.application, at) };
      // Each writer's rows lie together in the order they were written: read behind the last one, step to the next writer.
      let from: Bytes | undefined = slotStart(slotOf(at));
      const to = slotStart(slotOf(at) + 1);
      while (from !== undefined) {
        const [next]: Entry[] = await Array.fromAsync(this.#kv.scan(partition, { from, to, limit: 1 }));
        if (next === undefined) break;
        const { slot, writer } = readChunkSort(next.sort);
        const behind = chunkSort(slot, writer, tail.seen(at, writer));
        const rest = {
          from: compare(behind, next.sort) > 0 ? behind : next.sort,
          to: chunkSort(slot, writer, LAST_NUMBER),
        };
        for await (const entry of this.#kv.scan(partition, rest)) {
          const row = placed(partition.day, entry);
          tail.saw(at, writer, row.at.first + 1);
          yield row;
        }
        from = chunkSort(slot, writer, LAST_NUMBER);
      }
    }
  }
}

/** Knows the rows that a settled one before them was made of, and that are not deleted yet. */
class Covered {
  #before: PlacedDots | undefined;

  isNew(row: PlacedDots): boolean {
    const before = this.#before;
    const covers = before !== undefined && row.at.slot === before.at.slot && equal(row.at.writer, before.at.writer);
    if (covers && row.at.first < before.at.first + placesOf(before.dots)) return false;
    this.#before = row;
    return true;
  }
}

const key = new Writer(1);
const slotStart = (slot: number): Bytes => key.u8(slot).take();

function placed(day: Day, { sort, value }: Entry): PlacedDots {
  return { day, at: readChunkSort(sort), dots: decodeDots(value) };
}

/** How far a reader has followed an application's dots: per slot and writer, the first number not yet seen. */
export class Tail {
  readonly application: Bytes;
  readonly #seen = new Map<string, number>();

  constructor(application: Bytes) {
    this.application = application;
  }

  /** Slots in which new rows may appear: the one that runs, and the one before while flushes of it are under way. */
  slots(now: Millis): Millis[] {
    const current = millis(now - (now % SLOT));
    const before = millis(current - SLOT);
    const slots = now - current < SLACK * 2 ? [before, current] : [current];
    for (const key of this.#seen.keys()) if (Number(key.split(' ', 1)[0]) < before) this.#seen.delete(key);
    return slots;
  }

  seen(at: Millis, writer: WriterId): number {
    return this.#seen.get(keyOf(at, writer)) ?? 0;
  }

  saw(at: Millis, writer: WriterId, next: number): void {
    this.#seen.set(keyOf(at, writer), next);
  }
}

const keyOf = (at: Millis, writer: WriterId): string => `${at} ${Buffer.from(writer).toString('hex')}`;
