import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Day } from '../../lib/time.ts';
import type { Table } from '../kv.ts';
import { codeOf, freeBytes, shortName } from './disk.ts';
import type { Bounds } from './key.ts';
import { Period, type PeriodOptions } from './period.ts';
import type { Tally } from './value.ts';

/** How the directories of dropped periods begin, until their files are gone. */
export const DROPPED = '.dropped-';

export interface FolderOptions extends PeriodOptions {
  /** Milliseconds after which a period that nobody uses is closed. */
  readonly idle?: number | undefined;
}

const IDLE = 5 * 60_000;

/** Bytes that opening a period may take: its last writes become a table. */
const ROOM_TO_OPEN = 16 * 1024 * 1024;

/** What tells folders apart: the family and period of this table, and the first day of the period. */
export interface Filing {
  readonly table: Table;
  readonly first: Day | undefined;
}

/** The place of a period on the disk: opened when asked for, closed when idle, deleted when dropped. */
export class Folder {
  readonly filing: Filing;
  readonly #path: string;
  readonly #options: FolderOptions;
  #exists: boolean;
  #period: Promise<Period> | undefined;
  /** Opening waits for this: the closing or dropping of what was open before. Never rejects. */
  #before: Promise<unknown> = Promise.resolve();
  #drops = 0;
  #scans = 0;
  readonly #tasks = new Set<Promise<unknown>>();
  #timer: NodeJS.Timeout | undefined;
  #usage: Map<number, Tally> | undefined;

  constructor(filing: Filing, path: string, exists: boolean, options: FolderOptions) {
    this.filing = filing;
    this.#path = path;
    this.#exists = exists;
    this.#options = options;
  }

  /** How callers may see it: below the data directory. */
  get name(): string {
    return shortName(this.#path);
  }

  /** Whether there is, or is about to be, anything on the disk. */
  get exists(): boolean {
    return this.#exists;
  }

  /** Runs a short task on the open period, which stays open for it. Makes the directory where there is none. */
  use<T>(task: (period: Period) => Promise<T>): Promise<T> {
    this.#usage = undefined;
    return this.#run(task, () => this.#timer?.refresh());
  }

  #run<T>(task: (period: Period) => Promise<T>, after: () => void): Promise<T> {
    const opening = this.#open();
    const result = opening.then(async (period) => {
      try {
        return await task(period);
      } finally {
        // What a failed write left on the disk is known only after opening it anew. That takes room: on a full disk
        // the period stays as it is, and what was written before can be read.
        const reopens = period.failed && (await freeBytes(this.#path)) >= ROOM_TO_OPEN;
        if (reopens && this.#period === opening) void this.close().catch(() => {});
      }
    });
    const done = result.then(noop, noop);
    this.#tasks.add(done);
    void done.then(() => {
      this.#tasks.delete(done);
      after();
    });
    return result;
  }

  /** A long read, for whose whole time the period counts as used. Dropping the period ends it. */
  async *scan(bounds: Bounds, reverse = false): AsyncGenerator<{ key: Uint8Array; value: Uint8Array }> {
    if (!this.#exists) return;
    const drops = this.#drops;
    this.#scans++;
    try {
      const period = await this.#open();
      for await (const row of period.scan(bounds, reverse)) {
        if (this.#drops !== drops) return;
        yield row;
      }
    } catch (error) {
      if (this.#drops === drops) throw error;
    } finally {
      this.#scans--;
      this.#timer?.refresh();
    }
  }

  /** Rows and bytes by table id, remembered while the period is closed. Being asked is not being used: it may close. */
  async usage(): Promise<Map<number, Tally>> {
    if (!this.#exists) return new Map();
    if (this.#period || !this.#usage) {
      const usage = await this.#run((period) => period.usage(), noop);
      this.#usage = usage;
      return usage;
    }
    return this.#usage;
  }

  /** Closes what is open once its tasks are done. Scans do not keep it waiting: they fail. */
  close(): Promise<void> {
    const opening = this.#period;
    const tasks = [...this.#tasks];
    this.#period = undefined;
    clearTimeout(this.#timer);
    return this.#then(async () => {
      await Promise.all(tasks);
      const period = await opening?.catch(() => undefined);
      await period?.close();
    });
  }

  /** Closes the period and deletes it. What is written from now on begins a new one. */
  async drop(): Promise<void> {
    this.#exists = false;
    this.#usage = undefined;
    this.#drops++;
    await Promise.all([this.close(), this.#then(() => this.#delete())]);
  }

  async #delete(): Promise<void> {
    // Renamed first, so that a kill in the middle leaves no half of a period, only rubbish for the next start.
    const rubbish = join(dirname(this.#path), `${DROPPED}${basename(this.#path)}-${randomUUID()}`);
    try {
      await rename(this.#path, rubbish);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      this.#exists = true;
      throw error;
    }
    await rm(rubbish, { recursive: true, force: true });
  }

  #open(): Promise<Period> {
    if (this.#period) return this.#period;
    this.#exists = true;
    const opening = this.#before.then(() => Period.open(this.#path, this.#options));
    this.#period = opening;
    opening.catch(() => {
      if (this.#period === opening) this.#period = undefined;
    });
    this.#timer = setTimeout(() => this.#rest(), this.#options.idle ?? IDLE).unref();
    return opening;
  }

  #rest(): void {
    if (this.#tasks.size > 0 || this.#scans > 0) this.#timer?.refresh();
    else void this.close().catch(() => {});
  }

  #then(step: () => Promise<void>): Promise<void> {
    const next = this.#before.then(step);
    this.#before = next.catch(noop);
    return next;
  }
}

const noop = (): void => {};
