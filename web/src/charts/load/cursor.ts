import { useSyncExternalStore } from 'react';

/** The instant the pointer is at, on whatever time chart: every other one on the page shows it too. */
let instant: number | undefined;
const listeners = new Set<() => void>();

export function pointAt(at: number | undefined): void {
  if (at === instant) return;
  instant = at;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** ms since 1970; undefined while the pointer is elsewhere. */
export const useCursor = (): number | undefined => useSyncExternalStore(subscribe, () => instant);
