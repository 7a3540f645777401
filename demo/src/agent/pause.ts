import { setTimeout as sleep } from 'node:timers/promises';

/** An agent looks for a lost collector at least this often, in ms. */
export const longestPause = 5_000;

/** Waits; less if the signal says stop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** Resolves when the signal says stop. */
export const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** How long to wait after the n-th failed attempt, from 0; ms. */
export const backoff = (attempt: number): number => Math.min(500 * 2 ** attempt, longestPause);
