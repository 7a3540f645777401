import { formatDate, formatClock as time } from '../../data/format.ts';
import type { Range } from '../../data/range.ts';

/** `14:00 – 14:05`, with days where it is not one day. */
export function describeRange({ from, to }: Range): string {
  // A range that ends at midnight is still of the day before.
  if (formatDate(from) === formatDate(to - 1)) return `${time(from)} – ${time(to)}`;
  const day = (at: number) => formatDate(at).slice(5);
  return `${day(from)} ${time(from)} – ${day(to)} ${time(to)}`;
}
