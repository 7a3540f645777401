import { statfs } from 'node:fs/promises';
import type { Kv, Table, Usage } from '../../kv/kv.ts';
import { type Clock, dayName, SECOND } from '../../lib/time.ts';
import { defaultQuota, type Expiry } from './decide.ts';
import { type Disk, DiskGuard } from './disk-guard.ts';
import type { Gate } from './gate.ts';
import type { Guard } from './guard.ts';
import { Retention } from './retention.ts';

/** How long a family is kept beside today, and the setting that says so, if one does. */
export interface Keep {
  readonly family: string;
  readonly days: number;
  readonly setting?: string;
}

export interface StorageOptions {
  readonly tables: readonly Table[];
  readonly keeps: readonly Keep[];
  /** Bytes; undefined: the default for the space there is. */
  readonly quota: number | undefined;
  /** Bytes that must stay free; undefined: the default for the disk's size. */
  readonly least: number | undefined;
  readonly disk: () => Promise<Disk>;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly log: Log;
}

interface Log {
  info(what: object, text: string): void;
  warn(what: object, text: string): void;
}

/** What there is to say of the storage. */
export interface StorageState {
  readonly usage: readonly Usage[];
  readonly keeps: readonly Keep[];
  readonly quota: number;
  readonly disk: Disk;
  readonly least: number;
  readonly guard: Guard;
}

const LOOK = 2 * SECOND;
const TICK = 60 * SECOND;

/** Keeps the storage inside its limits while the server runs: drops what is too old or too much, watches the disk. */
export class Storage {
  readonly #options: StorageOptions;
  readonly #retention: Retention;
  readonly #guard: DiskGuard;
  #timers: NodeJS.Timeout[] = [];
  #stopped = false;
  #asked = true;

  constructor(kv: Kv, options: StorageOptions) {
    const { tables, keeps, quota, least, disk, clock, gate, log } = options;
    this.#options = options;
    this.#guard = new DiskGuard({
      disk,
      least,
      gate,
      overQuota: () => this.#retention.full,
      uptime: () => performance.now(),
      changed: (to, { free }) => log.warn({ ...to, free }, texts[to.admits]),
    });
    this.#retention = new Retention(kv, {
      tables,
      days: new Map(keeps.map(({ family, days }) => [family, days])),
      quota: (used) => quota ?? defaultQuota(used, this.#guard.disk.free),
      clock,
      dropped: (what) => log[what.why === 'quota' ? 'warn' : 'info'](inWords(what), 'dropped from the storage'),
      failed: (failure, what) => log.warn({ ...inWords(what), code: failure.code }, failure.message),
    });
  }

  /** Resolves when it is known whether anything may be stored; the first dropping goes on in the background. */
  async start(): Promise<void> {
    await this.#look();
    void this.#tick();
    this.#timers = [setInterval(() => this.#look(), LOOK), setInterval(() => this.#tick(), TICK)];
    for (const timer of this.#timers) timer.unref();
  }

  /** Resolves when nothing is asked of the store any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#retention.idle();
  }

  /** How long what is kept. */
  get keeps(): readonly Keep[] {
    return this.#options.keeps;
  }

  /** A write met a full disk. */
  fullWrite(): void {
    this.#guard.fullWrite();
  }

  async state(): Promise<StorageState> {
    const [usage, quota] = await Promise.all([this.#retention.usage(), this.#retention.quota()]);
    const { disk, least, state } = this.#guard;
    return { usage, keeps: this.#options.keeps, quota, disk, least, guard: state };
  }

  async #look(): Promise<void> {
    try {
      await this.#guard.look();
      this.#asked = true;
    } catch (error) {
      // Said once, not every two seconds.
      if (this.#asked) this.#warn(error, 'the file system does not say how full it is');
      this.#asked = false;
    }
  }

  async #tick(): Promise<void> {
    try {
      await this.#retention.tick();
    } catch (error) {
      if (!this.#stopped) this.#warn(error, 'old data is not dropped; tried again in a minute');
    }
  }

  #warn(error: unknown, text: string): void {
    this.#options.log.warn({ thrown: String(error) }, text);
  }
}

const texts = {
  all: 'there is room again: everything is taken',
  names: 'there is little room: spans, statistics and exceptions are refused',
  nothing: 'there is no room: nothing is taken',
} as const;

const inWords = ({ family, before, why, bytes }: Expiry) => ({ family, before: dayName(before), why, bytes });

/** What the file system that holds `path` says of itself. */
export async function diskOf(path: string): Promise<Disk> {
  const { bsize, bavail, blocks } = await statfs(path);
  return { free: bavail * bsize, size: blocks * bsize };
}
