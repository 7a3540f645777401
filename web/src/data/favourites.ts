import { useCallback, useMemo } from 'react';
import { useStored } from './stored.ts';

/** Keys of the applications that this viewer marked with a star. */
export function useFavourites(): { has(key: string): boolean; toggle(key: string): void } {
  const [text, setText] = useStored<string>('favourites', '');
  const keys = useMemo(() => new Set(text === '' ? [] : text.split('\n')), [text]);
  const toggle = useCallback(
    (key: string) => {
      const next = keys.has(key) ? [...keys].filter((other) => other !== key) : [...keys, key];
      setText(next.join('\n'));
    },
    [keys, setText],
  );
  return { has: (key) => keys.has(key), toggle };
}
