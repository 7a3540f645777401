import type { Kv, Op, Table } from '../../kv/kv.ts';
import { utf8 } from '../../lib/bytes.ts';
import { type Clock, type Day, dayOf } from '../../lib/time.ts';
import { openValue, versioned } from '../value.ts';
import type { WriterId } from '../writer-id.ts';

/**
 * count  "spans" / [writer:8]     how many spans this writer stored on this day: [version:1][spans:6]
 *
 * The row is part of every flush, so that it counts what is durable and nothing else. Span chunks are not counted.
 */
export const countTable: Table = { name: 'count', id: 8, family: 'trace', period: 'day' };

const partition = utf8('spans');
const VERSION = 1;

/** Counts what one writer stores. */
export class SpanCounter {
  readonly #writer: WriterId;
  readonly #counts = new Map<Day, number>();

  constructor(writer: WriterId) {
    this.#writer = writer;
  }

  /** The rows that belong to a flush of so many spans of each day. */
  rows(spans: Iterable<readonly [Day, number]>): Op[] {
    const touched = new Set<Day>();
    for (const [day, count] of spans) {
      this.#counts.set(day, (this.#counts.get(day) ?? 0) + count);
      touched.add(day);
    }
    return [...touched].map((day) => {
      const put = versioned(VERSION, 7)
        .u48(this.#counts.get(day) ?? 0)
        .take();
      return { table: countTable, day, partition, sort: this.#writer, put };
    });
  }
}

/** Reads how many spans all writers stored on a day. Days that are over are read once. */
export class SpanCounts {
  readonly #kv: Kv;
  readonly #clock: Clock;
  readonly #past = new Map<Day, number | undefined>();

  constructor(kv: Kv, clock: Clock) {
    this.#kv = kv;
    this.#clock = clock;
  }

  /** undefined: nobody counted. */
  async of(day: Day): Promise<number | undefined> {
    if (this.#past.has(day)) return this.#past.get(day);
    let count: number | undefined;
    for await (const { value } of this.#kv.scan({ table: countTable, day, partition })) {
      count = (count ?? 0) + openValue(value, VERSION).u48();
    }
    // What a writer takes a moment before midnight is written a moment after it.
    if (day < dayOf(this.#clock()) - 1) this.#past.set(day, count);
    return count;
  }
}
