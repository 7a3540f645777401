import { add, emptyHistogram, type Histogram } from '../../lib/histogram.ts';
import type { Application } from '../../store/application.ts';
import type { MapLink, Series } from '../../store/map/map.ts';

/** Calls as one of the two ends of a link counted them. */
export interface Calls {
  readonly series: Series;
  readonly endPoints: Map<string, Histogram>;
}

/** A link that is being put together from what its ends say. */
export interface LinkDraft {
  readonly from: Application;
  readonly to: Application;
  caller: Calls | undefined;
  callee: Calls | undefined;
}

export const noCalls = (): Calls => ({ series: new Map(), endPoints: new Map() });

/** The caller's count where there is one: it also has the calls that never arrived. */
export const shown = (draft: LinkDraft): Calls => draft.caller ?? draft.callee ?? noCalls();

export function addLink(into: Calls, link: MapLink): void {
  addSeries(into.series, link.series);
  add(entry(into.endPoints, link.endPoint), totalOf(link.series));
}

export function addCalls(into: Calls, more: Calls): void {
  addSeries(into.series, more.series);
  for (const [endPoint, histogram] of more.endPoints) add(entry(into.endPoints, endPoint), histogram);
}

export function addSeries(into: Series, more: Series): void {
  for (const [at, histogram] of more) add(entry(into, at), histogram);
}

/** All slots in one. */
export function totalOf(series: Series): Histogram {
  const sum = emptyHistogram();
  for (const histogram of series.values()) add(sum, histogram);
  return sum;
}

export function entry<K>(of: Map<K, Histogram>, key: K): Histogram {
  let histogram = of.get(key);
  if (histogram === undefined) {
    histogram = emptyHistogram();
    of.set(key, histogram);
  }
  return histogram;
}
