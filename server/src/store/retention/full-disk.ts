import type { Dumped, Entry, Kv, Op, Partition, Range, Row, Table, Usage } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import type { Day } from '../../lib/time.ts';

/** A store that also tells when a write failed because the disk is full; else it is the store that it is given. */
export class TellingWhenFull implements Kv {
  readonly can;
  readonly #kv: Kv;
  readonly #full: () => void;

  constructor(kv: Kv, full: () => void) {
    this.can = kv.can;
    this.#kv = kv;
    this.#full = full;
  }

  get(row: Row): Promise<Bytes | undefined> {
    return this.#kv.get(row);
  }

  scan(partition: Partition, range?: Range): AsyncIterable<Entry> {
    return this.#kv.scan(partition, range);
  }

  write(batch: readonly Op[]): Promise<void> {
    return this.#told(this.#kv.write(batch));
  }

  swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    return this.#told(this.#kv.swap(row, expected, next));
  }

  expire(table: Table, day: Day): Promise<void> {
    return this.#kv.expire(table, day);
  }

  usage(): Promise<readonly Usage[]> {
    return this.#kv.usage();
  }

  dump(table: Table, day: Day | undefined, after?: Dumped): AsyncIterable<Dumped> {
    return this.#kv.dump(table, day, after);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kv[Symbol.asyncDispose]();
  }

  async #told<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      if (isDiskFull(error)) this.#full();
      throw error;
    }
  }
}

/** Whether there was no room on the disk, for bytes or in what this user may take of it; LevelDB says it in words. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /\b(ENOSPC|EDQUOT)\b|No space left on device|quota exceeded/i.test(error.message) || isDiskFull(error.cause);
}
