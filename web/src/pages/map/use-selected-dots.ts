import { useCallback, useMemo } from 'react';
import type { Selected } from '../../charts/scatter/scatter.tsx';
import { useParam } from '../../data/search.ts';
import { readDots, writeDots } from './selected-dots.ts';

/** The rectangle of the scatter chart whose transactions are shown; in the address, so that it can be linked to. */
export function useSelectedDots(): [Selected | undefined, (selected: Selected | undefined) => void] {
  const [text, setText] = useParam('dots');
  const selected = useMemo(() => readDots(text), [text]);
  const select = useCallback((next: Selected | undefined) => setText(writeDots(next)), [setText]);
  return [selected, select];
}
