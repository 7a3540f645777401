import type { HistogramView } from '../../../../server/src/query/schema/map.ts';

export type Schema = HistogramView['schema'];

/** Upper limits of the slots fast, normal and slow, ms. */
export const limits: Readonly<Record<Schema, readonly [number, number, number]>> = {
  FAST: [100, 300, 500],
  NORMAL: [1000, 3000, 5000],
};

/** Names of the five slots as they stand below bars, in every language. */
export const labels: Readonly<Record<Schema, readonly string[]>> = {
  FAST: ['100ms', '300ms', '500ms', 'Slow', 'Error'],
  NORMAL: ['1s', '3s', '5s', 'Slow', 'Error'],
};

/** Names of the slots in code and in CSS, in the order of `labels`. */
export const SLOTS = ['fast', 'normal', 'slow', 'verySlow', 'error'] as const;
export type Slot = (typeof SLOTS)[number];

/** A slot's colour as a bar or an area. */
export const fills: Readonly<Record<Slot, string>> = {
  fast: 'var(--fp-fast-fill)',
  normal: 'var(--fp-normal-fill)',
  slow: 'var(--fp-slow-fill)',
  verySlow: 'var(--fp-very-slow-fill)',
  error: 'var(--fp-error-fill)',
};

/** Calls of each slot, in the order of SLOTS. */
export const countsOf = (histogram: Pick<HistogramView, 'slots' | 'errors'>): readonly number[] => [
  ...[0, 1, 2, 3].map((slot) => histogram.slots[slot] ?? 0),
  histogram.errors,
];
