import { useCallback, useMemo } from 'react';
import { useStored } from '../../data/stored.ts';

const KEPT = 6;

/** Keys of the applications whose map this viewer saw last, newest first. */
export function useRecent(): { readonly keys: readonly string[]; readonly visit: (key: string) => void } {
  const [text, setText] = useStored<string>('map.recent', '');
  const keys = useMemo(() => (text === '' ? [] : text.split('\n')), [text]);
  const visit = useCallback(
    (key: string) => {
      if (keys[0] !== key) setText([key, ...keys.filter((other) => other !== key)].slice(0, KEPT).join('\n'));
    },
    [keys, setText],
  );
  return { keys, visit };
}
