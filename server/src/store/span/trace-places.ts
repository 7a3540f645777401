import type { Bytes } from '../../lib/bytes.ts';
import { openValue, versioned } from '../value.ts';

/**
 * A trace row says where the spans of one trace are that one flush brought:
 *
 *     [version:1] { [application:8][slot:1][number:varint] }
 *
 * The day is that of the row.
 */
const VERSION = 1;

/** Bytes after which a row ends: a runaway trace has millions of spans in a flush, and values are at most 8 MiB. */
const ROW_LIMIT = 1024 * 1024;

export interface SpanPlace {
  readonly application: Bytes;
  readonly slot: number;
  readonly number: number;
}

export interface TraceRow {
  /** Halves of the hash of the trace id. */
  readonly high: number;
  readonly low: number;
  readonly part: number;
  readonly value: Bytes;
}

/**
 * Gathers the places of a flush's spans by trace. Spans lie in columns; those of one trace are chained from the
 * first to the last, and an open-addressed table finds the first by the hash: nothing is allocated for a span.
 */
export class TracePlaces {
  readonly #high: number[] = [];
  readonly #low: number[] = [];
  readonly #application: Bytes[] = [];
  readonly #slot: number[] = [];
  readonly #number: number[] = [];
  /** The next place of the same trace; 0 for none: place 0 is nobody's successor. */
  readonly #next: number[] = [];
  /** Of a trace's first place: its last. */
  readonly #last: number[] = [];
  readonly #firsts: number[] = [];
  /** First place + 1 of the trace in a slot of the table. */
  #table = new Int32Array(1024);

  add(hash: Uint32Array, application: Bytes, slot: number, number: number): void {
    const high = hash[0] as number;
    const low = hash[1] as number;
    const place = this.#high.length;
    this.#high.push(high);
    this.#low.push(low);
    this.#application.push(application);
    this.#slot.push(slot);
    this.#number.push(number);
    this.#next.push(0);
    this.#last.push(place);
    const at = this.#find(high, low);
    const first = (this.#table[at] as number) - 1;
    if (first < 0) {
      this.#table[at] = place + 1;
      this.#firsts.push(place);
      if (this.#firsts.length * 2 > this.#table.length) this.#grow();
    } else {
      this.#next[this.#last[first] as number] = place;
      this.#last[first] = place;
    }
  }

  /** The rows, of which a trace has several (`part` 0, 1, …) if it has very many spans. */
  rows(): TraceRow[] {
    const rows: TraceRow[] = [];
    for (const first of this.#firsts) this.#put(first, rows);
    return rows;
  }

  #put(first: number, rows: TraceRow[]): void {
    const high = this.#high[first] as number;
    const low = this.#low[first] as number;
    let part = 0;
    let place = first;
    do {
      value
        .bytes(this.#application[place] as Bytes)
        .u8(this.#slot[place] as number)
        .varint(this.#number[place] as number);
      place = this.#next[place] as number;
      if (place !== 0 && value.length < ROW_LIMIT) continue;
      rows.push({ high, low, part: part++, value: value.take() });
      value.u8(VERSION);
    } while (place !== 0);
  }

  /** The slot of the table that holds this trace, or the free one where it belongs. */
  #find(high: number, low: number): number {
    const mask = this.#table.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const first = (this.#table[at] as number) - 1;
      if (first < 0 || (this.#high[first] === high && this.#low[first] === low)) return at;
    }
  }

  #grow(): void {
    this.#table = new Int32Array(this.#table.length * 2);
    for (const first of this.#firsts) {
      this.#table[this.#find(this.#high[first] as number, this.#low[first] as number)] = first + 1;
    }
  }
}

/** Where values are put together, always begun with the version. */
const value = versioned(VERSION, 256);

export function readTracePlaces(row: Bytes): SpanPlace[] {
  const from = openValue(row, VERSION);
  const places: SpanPlace[] = [];
  while (!from.done) places.push({ application: from.bytes(8), slot: from.u8(), number: from.varint() });
  return places;
}
