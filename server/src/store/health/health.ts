import type { Millis } from '../../lib/time.ts';
import type { AgentLag } from './lag.ts';
import type { LoopState } from './loop.ts';

/** How often threads say how they do, ms. */
export const LOOK = 5_000;

/** What a receiver says of the last `LOOK` ms, and of what it holds now. */
export interface ReceiverState {
  readonly at: Millis;
  readonly loop: LoopState;
  /** Spans and span chunks since it began. */
  readonly spans: number;
  /** Raw bytes on their way to the storage, and how many may be. */
  readonly waiting: number;
  readonly room: number;
  /** ms from cutting a flush to its being durable; lag, of the last one to two minutes. */
  readonly flush: { readonly p50: number; readonly p99: number; readonly flushes: number };
  readonly lag: { readonly p50: number; readonly p99: number; readonly flushes: number };
  readonly agents: readonly AgentLag[];
}

export interface ReceiverHealth extends ReceiverState {
  readonly receiver: number;
  /** Between its last two words. */
  readonly spansPerSecond: number;
}

/** How the threads of this process do, as they last said. */
export class Health {
  readonly #receivers = new Map<number, ReceiverHealth>();
  /** The main thread's: it holds the storage and answers queries. */
  main: LoopState = { delayP99: 0, delayMax: 0, busy: 0 };

  heard(receiver: number, state: ReceiverState): void {
    const before = this.#receivers.get(receiver);
    const seconds = before === undefined ? LOOK / 1000 : (state.at - before.at) / 1000;
    // One that was started again counts from 0.
    const more = before === undefined || before.spans > state.spans ? state.spans : state.spans - before.spans;
    this.#receivers.set(receiver, { ...state, receiver, spansPerSecond: seconds > 0 ? more / seconds : 0 });
  }

  receivers(): ReceiverHealth[] {
    return [...this.#receivers.values()].sort((a, b) => a.receiver - b.receiver);
  }
}
