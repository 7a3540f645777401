import type { Kv, Table, Usage } from '../../kv/kv.ts';
import { asFailure, type Failure } from '../../lib/failure.ts';
import { type Clock, SECOND } from '../../lib/time.ts';
import { type Days, decide, type Expiry } from './decide.ts';

export interface RetentionOptions {
  readonly tables: readonly Table[];
  readonly days: Days;
  /** The quota in bytes, asked once, when it is known how many are used. */
  readonly quota: (used: number) => number;
  readonly clock: Clock;
  readonly dropped: (what: Expiry) => void;
  readonly failed: (failure: Failure, what: Expiry) => void;
}

/** How old figures may be that are shown. */
const FRESH = 5 * SECOND;

/** Drops what is too old or too much, whenever it is told to. */
export class Retention {
  readonly #kv: Kv;
  readonly #options: RetentionOptions;
  #usage: { readonly at: number; readonly rows: Promise<readonly Usage[]> } | undefined;
  #quota: number | undefined;
  #full = false;
  #running: Promise<void> | undefined;

  constructor(kv: Kv, options: RetentionOptions) {
    this.#kv = kv;
    this.#options = options;
  }

  /** All is dropped that may be, and it is more than the quota. */
  get full(): boolean {
    return this.#full;
  }

  /** Looks what there is and drops what must go. A second call meanwhile waits for the first. */
  tick(): Promise<void> {
    this.#running ??= this.#tick().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Resolves when no tick is going on. */
  async idle(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }

  /** What every table has on the disk, a few seconds old at most. */
  usage(): Promise<readonly Usage[]> {
    const at = this.#options.clock();
    const fresh = this.#usage !== undefined && Math.abs(at - this.#usage.at) <= FRESH;
    return fresh && this.#usage ? this.#usage.rows : this.#measure();
  }

  async quota(): Promise<number> {
    if (this.#quota !== undefined) return this.#quota;
    const used = (await this.usage()).reduce((sum, { bytes }) => sum + bytes, 0);
    this.#quota ??= this.#options.quota(used);
    return this.#quota;
  }

  async #tick(): Promise<void> {
    const { clock, days } = this.#options;
    const usage = await this.#measure();
    const quota = await this.quota();
    const { expire, full } = decide(usage, { now: clock(), days, quota, wasFull: this.#full });
    for (const expiry of expire) await this.#drop(expiry);
    this.#full = full;
    if (expire.length > 0) await this.#measure();
  }

  async #drop(expiry: Expiry): Promise<void> {
    const table = this.#options.tables.find(({ family }) => family === expiry.family);
    if (table === undefined) return;
    try {
      await this.#kv.expire(table, expiry.before);
      this.#options.dropped(expiry);
    } catch (error) {
      // The others still can go, and this one is tried again at the next tick.
      this.#options.failed(asFailure(error), expiry);
    }
  }

  #measure(): Promise<readonly Usage[]> {
    const rows = this.#kv.usage();
    const measured = { at: this.#options.clock(), rows };
    this.#usage = measured;
    rows.catch(() => {
      if (this.#usage === measured) this.#usage = undefined;
    });
    return rows;
  }
}
