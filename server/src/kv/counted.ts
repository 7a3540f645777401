import type { Bytes } from '../lib/bytes.ts';
import { type Reads, reading } from '../lib/reading.ts';
import type { Day } from '../lib/time.ts';
import type { Dumped, Entry, Kv, Op, Partition, Range, Row, Table, Usage } from './kv.ts';

/** A store that counts what is read for whom. */
export class CountedReads implements Kv {
  readonly can;
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
    this.can = kv.can;
  }

  async get(row: Row): Promise<Bytes | undefined> {
    const reads = reading.getStore();
    const value = await this.#kv.get(row);
    if (value !== undefined) count(reads, value);
    return value;
  }

  async *scan(partition: Partition, range?: Range): AsyncIterable<Entry> {
    const reads = reading.getStore();
    for await (const entry of this.#kv.scan(partition, range)) {
      count(reads, entry.value);
      yield entry;
    }
  }

  async *dump(table: Table, day: Day | undefined, after?: Dumped): AsyncIterable<Dumped> {
    const reads = reading.getStore();
    for await (const row of this.#kv.dump(table, day, after)) {
      count(reads, row.value);
      yield row;
    }
  }

  write(batch: readonly Op[]): Promise<void> {
    return this.#kv.write(batch);
  }

  swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    return this.#kv.swap(row, expected, next);
  }

  expire(table: Table, day: Day): Promise<void> {
    return this.#kv.expire(table, day);
  }

  usage(): Promise<readonly Usage[]> {
    return this.#kv.usage();
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#kv[Symbol.asyncDispose]();
  }
}

function count(reads: Reads | undefined, value: Bytes): void {
  if (reads === undefined) return;
  reads.rows++;
  reads.bytes += value.length;
}
