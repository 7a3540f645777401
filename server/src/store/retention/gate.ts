import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../lib/failure.ts';
import type { Admits } from './guard.ts';

const levels: readonly Admits[] = ['all', 'names', 'nothing'];

/** How often those who are held back look whether they may go on, ms. */
const HOLD = 100;

/**
 * Says to every thread what may be stored. One number in shared memory: who watches the disk sets it, and who receives
 * reads it for every message. A gate that nobody sets is open.
 */
export class Gate {
  /** What makes a gate of another thread the same one. */
  readonly shared: SharedArrayBuffer;
  readonly #level: Int32Array;
  #opening: Promise<void> | undefined;

  constructor(shared = new SharedArrayBuffer(4)) {
    this.shared = shared;
    this.#level = new Int32Array(shared);
  }

  set(admits: Admits): void {
    Atomics.store(this.#level, 0, levels.indexOf(admits));
  }

  /** Whether spans, statistics and exceptions have to wait. */
  get closed(): boolean {
    return Atomics.load(this.#level, 0) > 0;
  }

  /** Throws DISK_LOW where this may not be stored now. */
  pass(what: 'telemetry' | 'names'): void {
    const most = what === 'names' ? 1 : 0;
    if (Atomics.load(this.#level, 0) > most) throw new Failure('DISK_LOW');
  }

  /** Resolves when telemetry may be stored; those who were first here go on first. */
  opened(): Promise<void> {
    this.#opening ??= this.#watch().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #watch(): Promise<void> {
    while (this.closed) await wait(HOLD, undefined, { ref: false });
  }
}
