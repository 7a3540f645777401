import type { PlacedDots } from '../../store/scatter/store.ts';

/** A rectangle of the scatter chart; both ends of the response time belong to it, the end of time does not. */
export interface Rectangle {
  readonly from: number;
  readonly to: number;
  readonly elapsedFrom: number;
  readonly elapsedTo: number;
  readonly status: 'all' | 'success' | 'failed';
  readonly agent: string | undefined;
}

/** A dot in the rectangle, and where its span is. */
export interface Found {
  readonly time: number;
  readonly elapsed: number;
  readonly row: PlacedDots;
  readonly number: number;
}

/** The dots of a row that lie in the rectangle. */
export function* within(
  row: PlacedDots,
  { from, to, elapsedFrom, elapsedTo, status, agent }: Rectangle,
): Iterable<Found> {
  const { time, elapsed, failed, place, agents, agent: who } = row.dots;
  for (let at = 0; at < time.length; at++) {
    const when = time[at] as number;
    const took = elapsed[at] as number;
    if (when < from || when >= to || took < elapsedFrom || took > elapsedTo) continue;
    if (status !== 'all' && (failed[at] === 1) !== (status === 'failed')) continue;
    if (agent !== undefined && agents[who[at] as number]?.agentId !== agent) continue;
    yield { time: when, elapsed: took, row, number: row.at.first + (place[at] as number) };
  }
}

/** The order of a list of transactions; equal ones stand newest first. */
export function inOrder(by: 'time' | 'elapsed', direction: 'asc' | 'desc'): (a: Found, b: Found) => number {
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => sign * (a[by] - b[by]) || b.time - a.time || b.number - a.number;
}
