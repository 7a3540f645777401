import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { Key } from '../i18n/index.ts';

/** Keys that do something now. `keys` is one of `/`, `?`, `Escape`, `ArrowDown`, `r`, `mod+k` … (mod: Ctrl, on a Mac ⌘). */
export interface Shortcut {
  readonly keys: string;
  readonly does: Key;
  readonly run: () => void;
}

let active: readonly Shortcut[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Shortcut[]): void {
  active = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Every shortcut that works on the page as it is now, for the list that `?` shows. */
export const useShortcuts = (): readonly Shortcut[] => useSyncExternalStore(subscribe, () => active);

/** Makes `keys` do something while the component is there (and `on`). Of several with the same keys, the newest is run. */
export function useShortcut(keys: string, does: Key, run: () => void, on = true): void {
  const latest = useEffectEvent(run);
  useEffect(() => {
    if (!on) return;
    const shortcut = { keys, does, run: () => latest() };
    change([...active, shortcut]);
    return () => change(active.filter((other) => other !== shortcut));
  }, [keys, does, on]);
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * Whether this press is `keys`. Letters are also known by their place on the keyboard, because in Hangul mode
 * the K key says ㅏ.
 */
export function presses(event: Pressed, keys: string): boolean {
  const wantsMod = keys.startsWith('mod+');
  const key = wantsMod ? keys.slice(4) : keys;
  if (wantsMod !== (event.ctrlKey || event.metaKey) || event.altKey) return false;
  if (event.key.toLowerCase() === key.toLowerCase()) return true;
  const spoken = /^[a-z]$/i.test(event.key);
  return !spoken && /^[a-z]$/.test(key) && event.code === `Key${key.toUpperCase()}`;
}

/** Whether a press belongs to what has the focus: a field being typed in, an open list or dialog. */
function isTaken(event: KeyboardEvent, keys: string): boolean {
  if (!(event.target instanceof HTMLElement) || keys.startsWith('mod+')) return false;
  if (event.target.closest('[role="dialog"], [role="listbox"], [role="menu"], [aria-expanded="true"]')) return true;
  if (keys === 'Escape') return false;
  return event.target.isContentEditable || event.target.matches('input:not([type=checkbox]), textarea, select');
}

/** Listens once for the whole page. */
export function listenForShortcuts(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const shortcut = active.findLast(({ keys }) => presses(event, keys) && !isTaken(event, keys));
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
