import type { HistogramView, MapLink, MapNode } from '../../../../server/src/query/schema/map.ts';
import { formatCount } from '../../data/format.ts';

/** A node as it is drawn: one of the server map, or several of a type that are drawn as one. */
export interface DrawnNode extends MapNode {
  readonly members: readonly MapNode[];
}

export interface Graph {
  readonly nodes: readonly DrawnNode[];
  readonly links: readonly MapLink[];
}

/** Pinpoint names the users of an application after it; on the map they are just users. */
export const nameOf = (node: MapNode): string => (node.category === 'USER' ? 'USER' : node.application.applicationName);

/** `1,234/min`: calls of a range of `span` ms, all in one unit so that nodes can be compared; `3×` without a range. */
export function perMinute(calls: number, span: number, unit: string): string {
  if (span <= 0) return `${formatCount(calls)}×`;
  const rate = (calls * 60_000) / span;
  if (rate >= 10 || rate === 0) return `${formatCount(rate)}${unit}`;
  return `${rate < 0.1 ? '< 0.1' : rate.toFixed(1)}${unit}`;
}

/** Adds histograms of one schema up. */
export function sum(histograms: readonly HistogramView[]): HistogramView {
  return {
    schema: histograms[0]?.schema ?? 'NORMAL',
    slots: [0, 1, 2, 3].map((slot) => total(histograms, (each) => each.slots[slot] ?? 0)),
    errors: total(histograms, (each) => each.errors),
    total: total(histograms, (each) => each.total),
    sum: total(histograms, (each) => each.sum),
    max: Math.max(0, ...histograms.map((each) => each.max)),
  };
}

/** At least 10 % failed: the rule by which the server sets `alert` (Pinpoint's AlertViewService). */
export const alarming = ({ errors, total: calls }: HistogramView): boolean => calls > 0 && errors * 10 >= calls;

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((before, item) => before + of(item), 0);
