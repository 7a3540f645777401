import { useCallback, useState } from 'react';

/** A choice of this viewer that outlives the page, such as the width of a panel. Kept in memory where storage is forbidden. */
export function useStored<T extends string | number | boolean>(name: string, fallback: T): [T, (value: T) => void] {
  const key = `finepoint.${name}`;
  const [value, setValue] = useState<T>(() => read(key, fallback));
  const set = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // it then lasts until the page is closed
      }
    },
    [key],
  );
  return [value, set];
}

function read<T>(key: string, fallback: T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof value === typeof fallback ? (value as T) : fallback;
  } catch {
    return fallback;
  }
}
