import { useCallback, useMemo } from 'react';
import { useStored } from '../../../data/stored.ts';

export interface Column {
  readonly key: 'method' | 'argument' | 'gap' | 'exec' | 'execBar' | 'self' | 'class' | 'api' | 'agent' | 'application';
  /** px */
  readonly width: number;
  /** Its share of what room is left. */
  readonly grows?: number;
  readonly number?: boolean;
}

export const columns: readonly Column[] = [
  { key: 'method', width: 280, grows: 3 },
  { key: 'argument', width: 160, grows: 2 },
  { key: 'gap', width: 64, number: true },
  { key: 'exec', width: 72, number: true },
  { key: 'execBar', width: 100 },
  { key: 'self', width: 68, number: true },
  { key: 'class', width: 124 },
  { key: 'api', width: 104 },
  { key: 'agent', width: 96 },
  { key: 'application', width: 96 },
];

const LEAST = 40;

/** The columns' widths as this viewer left them, as a value of `grid-template-columns`, and how to change one. */
export function useColumns() {
  const [stored, setStored] = useStored<string>('trace.columns', '');
  const widths = useMemo(() => read(stored), [stored]);
  const template = columns
    .map(({ key, width, grows }) => {
      const own = widths.get(key);
      return grows !== undefined && own === undefined ? `minmax(${width}px, ${grows}fr)` : `${own ?? width}px`;
    })
    .join(' ');
  const total = columns.reduce((sum, { key, width }) => sum + (widths.get(key) ?? width), 0);
  const resize = useCallback(
    (key: Column['key'], width: number | undefined) => {
      const next = new Map(read(stored));
      if (width === undefined) next.delete(key);
      else next.set(key, Math.max(LEAST, Math.round(width)));
      setStored([...next].map(([name, px]) => `${name}:${px}`).join(','));
    },
    [stored, setStored],
  );
  return { template, total, resize };
}

/** `method:400,class:90` */
function read(text: string): Map<string, number> {
  const widths = new Map<string, number>();
  for (const part of text.split(',')) {
    const [key = '', px] = part.split(':');
    const width = Number(px);
    if (columns.some((column) => column.key === key) && width >= LEAST && width <= 4_000) widths.set(key, width);
  }
  return widths;
}
