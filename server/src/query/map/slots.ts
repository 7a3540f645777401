import { add, emptyHistogram, type Histogram } from '../../lib/histogram.ts';
import { DAY, HOUR, MINUTE } from '../../lib/time.ts';
import type { Series } from '../../store/map/map.ts';

/** The time slots of a chart: `width` ms each, from the one that holds `from` to the one before `to` (exclusive). */
export interface Slots {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** The slot width, in ms, that Pinpoint's charts have for a range (server.md §1.2). */
export function slotWidth(from: number, to: number): number {
  const range = to - from;
  if (range <= HOUR) return MINUTE;
  if (range <= 6 * HOUR) return 5 * MINUTE;
  if (range <= 12 * HOUR) return 10 * MINUTE;
  if (range <= DAY) return 20 * MINUTE;
  return range <= 2 * DAY ? 30 * MINUTE : HOUR;
}

/** A histogram for every slot of a chart, oldest first; what lies outside of the chart is left out. */
export function spread(series: Series, { from, to, width }: Slots): { at: number; histogram: Histogram }[] {
  const first = Math.floor(from / width) * width;
  const slots: { at: number; histogram: Histogram }[] = [];
  for (let at = first; at < to; at += width) slots.push({ at, histogram: emptyHistogram() });
  for (const [at, histogram] of series) {
    const slot = slots[Math.floor((at - first) / width)];
    if (slot !== undefined) add(slot.histogram, histogram);
  }
  return slots;
}
