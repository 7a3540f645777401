import { useSyncExternalStore } from 'react';
import { serverNow } from './clock.ts';
import { queryClient } from './use-api.ts';

/**
 * The instant at which relative ranges end, the same for every part of a page: it moves when the viewer refreshes
 * or changes what is looked at, and by itself only while live.
 */
let now = serverNow();
const listeners = new Set<() => void>();

export function advance(): void {
  now = serverNow();
  for (const listener of listeners) listener();
}

const MINUTE = 60_000;

/**
 * What a live page does again and again: renews all that moves with time, at once, so that its numbers agree. A new
 * minute is a new range, and asks by itself.
 */
export function beat(): void {
  const before = now;
  advance();
  if (Math.floor(before / MINUTE) !== Math.floor(now / MINUTE)) return;
  void queryClient.invalidateQueries({ predicate: ({ meta }) => meta?.live === true });
}

/** Moves to now and asks the server again for everything on screen. */
export function refresh(): void {
  advance();
  void queryClient.invalidateQueries();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
