import type { Dumped, Entry, Kv, Op, Partition, Range, Row, Usage } from '../../kv/kv.ts';
import { type Bytes, concat } from '../../lib/bytes.ts';
import type { Day } from '../../lib/time.ts';

/** An engine whose every step is told beforehand, so that tests can look, write or end the process between any two. */
export class StepKv implements Kv {
  readonly can: Kv['can'];
  readonly #kv: Kv;
  readonly #step: () => Promise<void>;

  /** Without `atomic`, each row of a batch is written by itself, and scans see what is written while they run. */
  constructor(kv: Kv, atomic: boolean, step: () => Promise<void>) {
    this.#kv = kv;
    this.can = atomic ? { atomicBatch: true } : {};
    this.#step = step;
  }

  async get(row: Row): Promise<Bytes | undefined> {
    await this.#step();
    return this.#kv.get(row);
  }

  async *scan(partition: Partition, range: Range = {}): AsyncIterable<Entry> {
    await this.#step();
    if (this.can.atomicBatch || range.reverse || range.limit !== undefined) {
      yield* this.#kv.scan(partition, range);
      return;
    }
    let from: Bytes | undefined = range.from;
    for (;;) {
      const [next] = await Array.fromAsync(this.#kv.scan(partition, { ...range, from, limit: 1 }));
      if (next === undefined) return;
      yield next;
      from = concat([next.sort, new Uint8Array(1)]);
    }
  }

  async write(batch: readonly Op[]): Promise<void> {
    if (this.can.atomicBatch) {
      await this.#step();
      await this.#kv.write(batch);
      return;
    }
    for (const op of batch) {
      await this.#step();
      await this.#kv.write([op]);
    }
  }

  async swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    await this.#step();
    return this.#kv.swap(row, expected, next);
  }

  expire(table: Row['table'], day: Day): Promise<void> {
    return this.#kv.expire(table, day);
  }

  usage(): Promise<readonly Usage[]> {
    return this.#kv.usage();
  }

  dump(table: Row['table'], day: Day | undefined, last?: Dumped): AsyncIterable<Dumped> {
    return this.#kv.dump(table, day, last);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
