import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; less if the signal says stop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** How long to wait before the n-th attempt to reach a collector that is not there, from 0; ms. */
export const backoff = (attempt: number): number => Math.min(1000 * 2 ** attempt, 10_000);
