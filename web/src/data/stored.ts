import { useCallback, useState } from 'react';

type Choice = string | number | boolean;
type Widened<T extends Choice> = T extends boolean ? boolean : T extends number ? number : string;

/** A choice of this viewer that outlives the page, such as the width of a panel. Kept in memory where storage is forbidden. */
export function useStored<T extends Choice>(name: string, fallback: T): [Widened<T>, (value: Widened<T>) => void] {
  const key = `finepoint.${name}`;
  const [value, setValue] = useState(() => read(key, fallback));
  const set = useCallback(
    (next: Widened<T>) => {
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

function read<T extends Choice>(key: string, fallback: T): Widened<T> {
  let value: unknown = null;
  try {
    value = JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    // forbidden, or not ours: as if nothing had been chosen
  }
  return (typeof value === typeof fallback ? value : fallback) as Widened<T>;
}
