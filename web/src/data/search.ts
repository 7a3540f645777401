import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The parameters after `?` in the address: plain texts, so that a link reads as what it means. */
export type Search = Readonly<Record<string, string | undefined>>;

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  // These need no escape after `?`, and names of applications and nodes are full of them.
  const text = params.toString().replace(/%(40|3A|2F|2C|7E)/g, decodeURIComponent);
  return text === '' ? '' : `?${text}`;
}

export const useSearchParams = (): Search => useSearch({ strict: false }) as Search;

export interface SetOptions {
  /** Do not add a step to the browser's history: for what is adjusted continuously. */
  readonly replace?: boolean;
}

/** Changes parameters of the address and keeps the others; undefined removes one. */
export function useSetSearch(): (patch: Search, options?: SetOptions) => void {
  const navigate = useNavigate();
  return useCallback(
    (patch, options = {}) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, ...patch }),
        replace: options.replace ?? false,
      }),
    [navigate],
  );
}

/** One parameter of the address, as state: `const [node, setNode] = useParam('node')`. */
export function useParam(
  name: string,
): [string | undefined, (value: string | undefined, options?: SetOptions) => void] {
  const value = useSearchParams()[name];
  const setSearch = useSetSearch();
  const set = useCallback(
    (next: string | undefined, options?: SetOptions) => setSearch({ [name]: next }, options),
    [name, setSearch],
  );
  return [value, set];
}
