import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../lib/failure.ts';
import type { Move, Reclaimable } from './reclaimable.ts';
import type { Content } from './record.ts';
import type { Found } from './segments.ts';

export interface ReclaimOptions {
  /** A segment is left alone until nothing in it has died for so many ms: what dies, dies in company. */
  readonly quiet: number;
  /** Dead bytes in a segment that is still written to, from which on another one is begun. */
  readonly least: number;
  /** Waits between two steps, the last of which took `ms`. */
  readonly pause: (ms: number) => Promise<unknown>;
}

export const RECLAIM: ReclaimOptions = {
  quiet: 2_000,
  least: 4 * 1024 * 1024,
  // A quarter of one core and of the disk at the most.
  pause: (ms) => wait(3 * ms, undefined, { ref: false }),
};

/** A segment is given back when so much of it is dead. */
const SHARE = 1 / 8;

/** A segment that is still written to is closed when so much of it is dead. */
const SHARE_OF_GROWING = 1 / 4;

/** Bytes and records that are moved in one step. */
const STEP_BYTES = 1024 * 1024;
const STEP_RECORDS = 500;

/**
 * Gives back the room of values that were replaced or deleted. A segment of which enough is dead is read through, what
 * lives is copied in small steps behind what was moved before, the rows are pointed at the copies, and the segment is
 * deleted once nobody reads who came before. After a kill it is as if the steps that are not durable never were: a
 * copy that no row points to is cut off, or stays until its segment is given back in turn.
 */
export class Reclaimer {
  readonly #of: Reclaimable;
  readonly #options: ReclaimOptions;
  /** Segments that could not be read through: what is behind the damage may be all there is of it. */
  readonly #left = new Set<number>();
  readonly #stop = Promise.withResolvers<void>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(of: Reclaimable, options: ReclaimOptions) {
    this.#of = of;
    this.#options = options;
  }

  /** Looks after a while whether there is anything to do. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) this.#again = true;
    else this.#timer ??= setTimeout(() => this.#begin(), this.#options.quiet).unref();
  }

  /** Ends after the step that runs. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stop.resolve();
    clearTimeout(this.#timer);
    await this.#running;
  }

  #begin(): void {
    this.#timer = undefined;
    this.#again = false;
    this.#running = this.#run()
      .catch((error) => {
        // A disk that is full tells those who write; here the next time is as good.
        if (error instanceof Failure && error.code === 'STORE_DAMAGED') this.#of.onDamage(error);
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#again) this.wake();
      });
  }

  async #run(): Promise<void> {
    for (const [segment] of this.#of.live.segments) {
      if (this.#stopped) return;
      const due = await this.#due(segment);
      if (due === 'now') await this.#reclaim(segment);
      if (due === 'later') this.#again = true;
    }
  }

  async #due(segment: number): Promise<'now' | 'later' | 'no'> {
    const { segments, live } = this.#of;
    if (this.#left.has(segment)) return 'no';
    const size = await segments.size(segment);
    const dead = size - live.of(segment);
    if (segments.grows(segment)) {
      if (dead < this.#options.least || dead < size * SHARE_OF_GROWING) return 'no';
      if (segment === segments.moved.at.segment) await segments.moved.roll();
      else await this.#of.rollWritten();
    }
    if (size === 0 || dead < size * SHARE) return 'no';
    return performance.now() - live.diedAt(segment) < this.#options.quiet ? 'later' : 'now';
  }

  async #reclaim(segment: number): Promise<void> {
    const { segments, readers } = this.#of;
    let step: Found[] = [];
    let size = 0;
    const take = async (): Promise<void> => {
      const began = performance.now();
      if (step.length > 0) await this.#move(step);
      step = [];
      size = 0;
      await this.#options.pause(performance.now() - began);
    };
    try {
      for await (const record of segments.recordsOf(segment)) {
        if (this.#stopped) return;
        step.push(record);
        size += record.place.size;
        if (size >= STEP_BYTES || step.length >= STEP_RECORDS) await take();
      }
      await take();
    } catch (error) {
      if (error instanceof Failure && error.code === 'STORE_DAMAGED') this.#left.add(segment);
      throw error;
    }
    if (this.#stopped) return;
    await this.#of.forget(segment);
    await this.#options.pause(0);
    await Promise.race([readers.left(), this.#stop.promise]);
    if (!this.#stopped) await segments.remove(segment);
  }

  async #move(records: readonly Found[]): Promise<void> {
    const used = await this.#of.used(records);
    if (used.length === 0) return;
    const contents = used.map(({ key, value, age }): Content => ({ key, value, origin: age }));
    const places = await this.#of.segments.moved.append(contents);
    await this.#options.pause(0);
    const moves: Move[] = [];
    for (const [at, { key, value, place }] of used.entries()) {
      const to = places[at];
      if (to) moves.push({ key, from: place, to, deleted: value === undefined });
    }
    if (!(await this.#of.move(moves))) this.#again = true;
  }
}
