import { createHash } from 'node:crypto';
import type { Bytes } from '../lib/bytes.ts';
import { hex } from '../lib/bytes.ts';
import type { Clock } from '../lib/time.ts';
import type { Agent } from '../store/application.ts';
import { type BatchStore, REMEMBERED } from '../store/span/batch-store.ts';
import type { SpanWriter } from '../store/span-writer.ts';

/** What became of a batch. */
export interface Taken {
  readonly rejected: number;
  readonly reason: string;
}

/** Names a batch by who sent it and its bytes, 16 of them. Taken before anything is masked. */
export function batchHash(agent: Agent, bytes: Bytes): Bytes {
  const from = `${agent.agentId}^${agent.startTime}^`;
  return createHash('sha1').update(from).update(bytes).digest().subarray(0, 16);
}

interface Recent {
  readonly at: number;
  readonly taken: Promise<Taken>;
}

const BEFORE = Promise.resolve({ rejected: 0, reason: '' });

/**
 * Sees to it that a batch counts once however often it comes. One that is still on its way, or came to this process,
 * is answered as before; one that was stored before this process began, or by another, is known from the store.
 */
export class Repeats {
  readonly #store: BatchStore;
  readonly #clock: Clock;
  /** Nobody else takes batches: what is not remembered here was never stored. */
  readonly #alone: boolean;
  readonly #recent = new Map<string, Recent>();

  constructor(store: BatchStore, clock: Clock, alone: boolean) {
    this.#store = store;
    this.#clock = clock;
    this.#alone = alone;
  }

  /** Remembers what was stored before this process began; to be called before the first batch. */
  async load(): Promise<void> {
    for await (const { hash, at } of this.#store.recent(this.#clock())) {
      this.#recent.set(hex(hash), { at, taken: BEFORE });
    }
  }

  once(hash: Bytes, take: (attach: (writer: SpanWriter) => void) => Promise<Taken>): Promise<Taken> {
    const key = hex(hash);
    const now = this.#clock();
    this.#forget(now);
    const before = this.#recent.get(key);
    if (before !== undefined) return before.taken;
    const taken = this.#take(hash, take);
    this.#recent.set(key, { at: now, taken });
    // What failed may be tried again.
    taken.catch(() => this.#recent.delete(key));
    return taken;
  }

  async #take(hash: Bytes, take: (attach: (writer: SpanWriter) => void) => Promise<Taken>): Promise<Taken> {
    if (!this.#alone && (await this.#store.has(hash, this.#clock()))) return BEFORE;
    return take((writer) => writer.attach(this.#store.row(hash, this.#clock())));
  }

  /** Drops what is older than it need be: the first entries are the oldest. */
  #forget(now: number): void {
    for (const [key, { at }] of this.#recent) {
      if (now - at < REMEMBERED && this.#recent.size < LIMIT) return;
      this.#recent.delete(key);
    }
  }
}

/** Batches that are remembered in memory at the most: some 100 bytes each. */
const LIMIT = 100_000;
