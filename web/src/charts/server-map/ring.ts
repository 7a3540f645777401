import type { HistogramView } from '../../../../server/src/query/schema/map.ts';
import { countsOf, SLOTS, type Slot } from '../summary/slots.ts';

export interface Arc {
  readonly slot: Slot;
  /** Where it begins and how long it is, as parts of the whole ring. */
  readonly start: number;
  readonly share: number;
}

/** What no arc is thinner than: one failed call in a million must be seen. */
const LEAST = 0.02;

/** Arcs of a ring, clockwise from the top, by share of calls. */
export function arcs(histogram: HistogramView): readonly Arc[] {
  const counts = countsOf(histogram);
  const all = counts.reduce((before, count) => before + count, 0);
  if (all === 0) return [];
  const shares = counts.map((count) => (count === 0 ? 0 : Math.max(LEAST, count / all)));
  const whole = shares.reduce((before, share) => before + share, 0);
  let start = 0;
  return SLOTS.flatMap((slot, i) => {
    const share = (shares[i] ?? 0) / whole;
    start += share;
    return share === 0 ? [] : [{ slot, start: start - share, share }];
  });
}

/** Width of a link in pixels: 1 for one call, three more for every ten thousandfold. */
export const widthOf = (calls: number): number => 1 + Math.min(6, Math.log10(Math.max(1, calls)) * 0.75);
