import type { Kv, Row } from '../../kv/kv.ts';
import { type Bytes, equal } from '../../lib/bytes.ts';

export interface RollUp {
  /** Where the sum stands. */
  readonly row: Row;
  /** Everything that it is the sum of. */
  read(): Promise<readonly Bytes[]>;
  merge(values: readonly Bytes[]): Bytes;
  /** Called before a sum is put that differs from the one that stands. */
  changing(): Promise<void>;
  /** Whether what was read is still there in full: what has expired must not become a smaller sum. */
  valid(): Promise<boolean>;
}

/** How often somebody else may put a sum in between. */
const ATTEMPTS = 3;

/**
 * Puts the sum of what is there now. Whoever does the same at the same time cannot overwrite a sum of more with one
 * of less: the later one reads anew. Answers whether the sum stands.
 */
export async function rollUp(kv: Kv, { row, read, merge, changing, valid }: RollUp): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await kv.get(row);
    const values = await read();
    if (values.length === 0) return true;
    if (!(await valid())) return false;
    const sum = merge(values);
    if (before !== undefined && equal(before, sum)) return true;
    await changing();
    if (await kv.swap(row, before, sum)) return true;
  }
  return false;
}
