import type { SpanId, TraceId } from '../../store/span/span.ts';

/** A transaction that can be opened. */
export interface Opened {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** When it was received, ms. */
  readonly at: number;
  readonly elapsed: number;
  readonly failed: boolean;
}

/** Entries that are kept; one is a value of one transaction. */
const ENTRY_LIMIT = 12_000_000;

/**
 * What is known of the transactions that are compared: a row for each, of entries (value, ms, calls), in columns. A
 * value stands in a row once.
 */
export class Facts {
  readonly transactions: Opened[] = [];
  /** 1: the row is one of the selected. */
  #side = new Uint8Array(1024);
  /** First entry of a row. */
  #first = new Uint32Array(1025);
  #value = new Uint32Array(16_384);
  #time = new Float32Array(16_384);
  #calls = new Uint16Array(16_384);
  #entries = 0;
  /** For each value the row that had it last, and the entry there. */
  #row = new Int32Array(1024).fill(-1);
  #entry = new Uint32Array(1024);

  get rows(): number {
    return this.transactions.length;
  }

  get full(): boolean {
    return this.#entries >= ENTRY_LIMIT;
  }

  /** Begins a row; what is added afterwards is in it. */
  begin(opened: Opened, isSelected: boolean): void {
    const row = this.rows;
    if (row >= this.#side.length) {
      this.#side = grown(this.#side, new Uint8Array(row * 2));
      this.#first = grown(this.#first, new Uint32Array(row * 2 + 1));
    }
    this.#side[row] = isSelected ? 1 : 0;
    this.#first[row] = this.#first[row + 1] = this.#entries;
    this.transactions.push(opened);
  }

  /** Adds to a value of the row; `ms` and `calls` of the same value are summed. */
  add(value: number | undefined, ms = 0, calls = 0): void {
    if (value === undefined) return;
    const row = this.rows - 1;
    if (value >= this.#row.length) {
      const size = Math.max(value + 1, this.#row.length * 2);
      this.#row = grown(this.#row, new Int32Array(size).fill(-1));
      this.#entry = grown(this.#entry, new Uint32Array(size));
    }
    let at = this.#entry[value] as number;
    if (this.#row[value] !== row) {
      at = this.#entries++;
      if (at >= this.#value.length) this.#grow();
      this.#row[value] = row;
      this.#entry[value] = at;
      this.#value[at] = value;
      this.#first[row + 1] = this.#entries;
    }
    this.#time[at] = (this.#time[at] as number) + ms;
    this.#calls[at] = Math.min(0xffff, (this.#calls[at] as number) + calls);
  }

  isSelected(row: number): boolean {
    return this.#side[row] === 1;
  }

  /** Every entry of a row. */
  each(row: number, visit: (value: number, ms: number, calls: number) => void): void {
    const end = this.#first[row + 1] as number;
    for (let at = this.#first[row] as number; at < end; at++) {
      visit(this.#value[at] as number, this.#time[at] as number, this.#calls[at] as number);
    }
  }

  #grow(): void {
    const size = this.#value.length * 2;
    this.#value = grown(this.#value, new Uint32Array(size));
    this.#time = grown(this.#time, new Float32Array(size));
    this.#calls = grown(this.#calls, new Uint16Array(size));
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
