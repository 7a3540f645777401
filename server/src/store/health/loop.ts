import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How a thread was doing between two looks. */
export interface LoopState {
  /** 99th percentile and greatest delay of its event loop, ms. */
  readonly delayP99: number;
  readonly delayMax: number;
  /** Share of the time in which it did not wait, 0 … 1. */
  readonly busy: number;
}

/** How often the delay is sampled, ms. */
const RESOLUTION = 10;

/** Watches this thread from now on; each answer tells of the time since the one before. */
export function watchLoop(): () => LoopState {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const state = { delayP99: msOf(delay.percentile(99)), delayMax: msOf(delay.max), busy: utilization };
    delay.reset();
    return state;
  };
}

/** What is measured is the time from one sample to the next: the delay is what it is longer than planned. */
const msOf = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
