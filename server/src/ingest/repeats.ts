import { createHash } from 'node:crypto';
import type { Bytes } from '../lib/bytes.ts';
import { hex } from '../lib/bytes.ts';
import { getOrMake } from '../lib/get-or-make.ts';
import { type Clock, MINUTE } from '../lib/time.ts';
import type { Agent } from '../store/application.ts';
import { type BatchStore, REMEMBERED } from '../store/span/batch-store.ts';
import type { SpanWriter } from '../store/span-writer.ts';
import { Fingerprints } from './fingerprints.ts';

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

const BEFORE: Taken = { rejected: 0, reason: '' };

/** Batches that are remembered at the most, in some 16 bytes each: ten minutes of 6,000 a second. */
const LIMIT = 4_000_000;

/**
 * Sees to it that a batch counts once however often it comes. One that is still on its way is answered together with
 * itself; one that was stored, by this process or one before it, or by another, is known by its hash for ten minutes.
 */
export class Repeats {
  readonly #store: BatchStore;
  readonly #clock: Clock;
  /** Nobody else takes batches: what is not remembered here was never stored. */
  readonly #alone: boolean;
  readonly #limit: number;
  readonly #underWay = new Map<string, Promise<Taken>>();
  /** Those that were stored, by the minute; the oldest minute first. */
  readonly #minutes = new Map<number, Fingerprints>();
  #newest = 0;

  constructor(store: BatchStore, clock: Clock, alone: boolean, limit = LIMIT) {
    this.#store = store;
    this.#clock = clock;
    this.#alone = alone;
    this.#limit = limit;
  }

  /** Remembers what was stored before this process began; to be called before the first batch. */
  async load(): Promise<void> {
    const stored = await Array.fromAsync(this.#store.recent(this.#clock()));
    for (const { hash, at } of stored.sort((a, b) => a.at - b.at)) this.#remember(hash, at);
  }

  async once(hash: Bytes, take: (attach: (writer: SpanWriter) => void) => Promise<Taken>): Promise<Taken> {
    const key = hex(hash);
    const same = this.#underWay.get(key);
    if (same !== undefined) return same;
    this.#forget(this.#clock());
    for (const minute of this.#minutes.values()) if (minute.has(hash)) return BEFORE;
    const taken = this.#take(hash, take);
    this.#underWay.set(key, taken);
    try {
      const result = await taken;
      this.#remember(hash, this.#clock());
      return result;
    } finally {
      // What failed may be tried again.
      this.#underWay.delete(key);
    }
  }

  async #take(hash: Bytes, take: (attach: (writer: SpanWriter) => void) => Promise<Taken>): Promise<Taken> {
    if (!this.#alone && (await this.#store.has(hash, this.#clock()))) return BEFORE;
    return take((writer) => writer.attach(this.#store.row(hash, this.#clock())));
  }

  #remember(hash: Bytes, at: number): void {
    // A clock that steps back does not make what is new old.
    this.#newest = Math.max(this.#newest, Math.floor(at / MINUTE));
    getOrMake(this.#minutes, this.#newest, () => new Fingerprints()).add(hash);
  }

  /** Drops minutes that are older than they need be, and the oldest where there are too many batches. */
  #forget(now: number): void {
    let size = 0;
    for (const minute of this.#minutes.values()) size += minute.size;
    for (const [minute, batches] of this.#minutes) {
      if (now - (minute + 1) * MINUTE < REMEMBERED && size < this.#limit) return;
      this.#minutes.delete(minute);
      size -= batches.size;
    }
  }
}
