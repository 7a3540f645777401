import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessState } from './metrics.ts';

/** How often the delay is sampled, ms. */
const RESOLUTION = 10;

const NANO = 1e-9;
const MICRO = 1e-6;

/** Measures this process from now on; each answer tells of the delays since the one before. */
export function watchProcess(): () => ProcessState {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  return () => {
    const { user, system } = process.cpuUsage();
    const eventLoopDelay = { p50: secondsOf(delay.percentile(50)), p99: secondsOf(delay.percentile(99)) };
    delay.reset();
    return {
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) * MICRO,
      startedAt: performance.timeOrigin / 1000,
      eventLoopDelay,
    };
  };
}

/** What is measured is the time from one sample to the next: the delay is what it is longer than planned. */
const secondsOf = (nanoseconds: number): number => Math.max(0, nanoseconds * NANO - RESOLUTION / 1000);
