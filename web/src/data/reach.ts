import { useSyncExternalStore } from 'react';

/** Since when the server does not answer (the viewer's clock, ms); undefined while it does. */
let lostSince: number | undefined;
const listeners = new Set<() => void>();

/** Every request tells whether the server was there. */
export function setReached(reached: boolean): void {
  if (reached === (lostSince === undefined)) return;
  lostSince = reached ? undefined : Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLostSince = (): number | undefined => useSyncExternalStore(subscribe, () => lostSince);
