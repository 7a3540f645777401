import type { Kv, Op } from '../../kv/kv.ts';
import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import { DAY, type Day, dayOf, MINUTE, type Millis, millis } from '../../lib/time.ts';
import { openValue, versioned } from '../value.ts';
import { batchTable } from './keys.ts';

const VERSION = 1;

/** How long a batch is remembered. An agent that did not get an answer sends again within seconds. */
export const REMEMBERED = 10 * MINUTE;

/** Which batches are stored: their hashes, put in the same flush as their spans. `[version:1][received, ms:6]` */
export class BatchStore {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** The row that says so, for the flush that brings the spans. */
  row(hash: Bytes, at: Millis): Op {
    const put = versioned(VERSION).u48(at).take();
    return { table: batchTable, day: dayOf(at), partition: hash, sort: EMPTY, put };
  }

  /** Whether this batch was stored in the last ten minutes, by whichever collector. */
  async has(hash: Bytes, now: Millis): Promise<boolean> {
    for (const day of recentDays(now)) {
      const value = await this.#kv.get({ table: batchTable, day, partition: hash, sort: EMPTY });
      if (value !== undefined) return now - openValue(value, VERSION).u48() < REMEMBERED;
    }
    return false;
  }
}

/** Today, and within ten minutes of midnight yesterday as well. */
const recentDays = (now: Millis): Day[] =>
  now % DAY < REMEMBERED ? [dayOf(now), dayOf(millis(now - REMEMBERED))] : [dayOf(now)];
