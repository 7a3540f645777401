import type { Kv, Op } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { dayOf, MINUTE, type Millis, millis, slotOf } from '../../lib/time.ts';
import { openValue, versioned } from '../value.ts';
import { BATCH_SHARDS, batchPartition, batchTable } from './keys.ts';

const VERSION = 1;

/** How long a batch is remembered. An agent that did not get an answer sends again within seconds. */
export const REMEMBERED = 10 * MINUTE;

export interface StoredBatch {
  readonly hash: Bytes;
  readonly at: Millis;
}

/** Which batches are stored: their hashes, put in the same flush as their spans. `[version:1][received, ms:6]` */
export class BatchStore {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** The row that says so, for the flush that brings the spans. */
  row(hash: Bytes, at: Millis): Op {
    const put = versioned(VERSION).u48(at).take();
    return { table: batchTable, day: dayOf(at), partition: batchPartition(slotOf(at), shardOf(hash)), sort: hash, put };
  }

  /** Whether this batch was stored in the last ten minutes, by whichever collector. */
  async has(hash: Bytes, now: Millis): Promise<boolean> {
    for (const at of recentSlots(now)) {
      const place = { table: batchTable, day: dayOf(at), partition: batchPartition(slotOf(at), shardOf(hash)) };
      const value = await this.#kv.get({ ...place, sort: hash });
      if (value !== undefined && now - openValue(value, VERSION).u48() < REMEMBERED) return true;
    }
    return false;
  }

  /** Every batch of the last ten minutes. */
  async *recent(now: Millis): AsyncIterable<StoredBatch> {
    for (const slot of recentSlots(now)) {
      for (let shard = 0; shard < BATCH_SHARDS; shard++) {
        const place = { table: batchTable, day: dayOf(slot), partition: batchPartition(slotOf(slot), shard) };
        for await (const { sort, value } of this.#kv.scan(place)) {
          const at = millis(openValue(value, VERSION).u48());
          if (now - at < REMEMBERED) yield { hash: sort, at };
        }
      }
    }
  }
}

/** Ten minutes ago lie in the slot that runs or in the one before it. */
const recentSlots = (now: Millis): [Millis, Millis] => [now, millis(now - REMEMBERED)];

const shardOf = (hash: Bytes): number => (hash[0] as number) % BATCH_SHARDS;
