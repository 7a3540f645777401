import type { Kv } from '../../kv/kv.ts';
import { hex } from '../../lib/bytes.ts';

import { type Millis, millis } from '../../lib/time.ts';
import { openValue, versioned } from '../value.ts';
import type { WriterId } from '../writer-id.ts';
import { collectorPartition, collectorTable } from './keys.ts';

/** How often a collector says that it is alive, and after what silence it counts as dead. */
export const HEARTBEAT = 15_000;
export const SILENCE = 45_000;

const VERSION = 1;

export interface Heartbeat {
  /** The hexadecimal writer id of the collector process. */
  readonly writer: string;
  readonly startedAt: Millis;
  readonly beatAt: Millis;
}

/** Who collects: each process puts its heartbeat; `[version:1][started:6][beat:6]`. */
export class CollectorStore {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  async beat(writer: WriterId, startedAt: Millis, at: Millis): Promise<void> {
    const put = versioned(VERSION).u48(startedAt).u48(at).take();
    await this.#kv.write([{ table: collectorTable, partition: collectorPartition, sort: writer, put }]);
  }

  /** A process that ends in order leaves nothing to wait for. */
  async leave(writer: WriterId): Promise<void> {
    await this.#kv.write([{ table: collectorTable, partition: collectorPartition, sort: writer, del: true }]);
  }

  async all(): Promise<Heartbeat[]> {
    const beats: Heartbeat[] = [];
    for await (const { sort, value } of this.#kv.scan({ table: collectorTable, partition: collectorPartition })) {
      const from = openValue(value, VERSION);
      beats.push({ writer: hex(sort), startedAt: millis(from.u48()), beatAt: millis(from.u48()) });
    }
    return beats;
  }
}
