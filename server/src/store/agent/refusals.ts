import type { Millis } from '../../lib/time.ts';

export interface RefusedCall {
  readonly address: string;
  readonly method: string;
  readonly agentId: string;
  readonly applicationName: string;
  readonly reason: string;
}

export interface Refused extends RefusedCall {
  readonly at: Millis;
  readonly count: number;
}

/** Different refusals that are remembered; the oldest give way. */
const LIMIT = 200;

/** Calls that were refused, the same ones counted together. Of this process and its life only. */
export class Refusals {
  readonly #calls = new Map<string, Refused>();

  add(call: RefusedCall, at: Millis): void {
    const key = [call.address, call.method, call.agentId, call.applicationName, call.reason].join('\n');
    const count = (this.#calls.get(key)?.count ?? 0) + 1;
    this.#calls.delete(key);
    this.#calls.set(key, { ...call, at, count });
    if (this.#calls.size <= LIMIT) return;
    for (const [oldest] of this.#calls) {
      this.#calls.delete(oldest);
      return;
    }
  }

  /** The latest first. */
  all(): Refused[] {
    return [...this.#calls.values()].reverse();
  }
}
