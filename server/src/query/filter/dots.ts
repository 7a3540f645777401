import type { Dots } from '../../store/scatter/dots.ts';
import type { Received, Span } from '../../store/span/span.ts';
import type { Rectangle } from '../transaction/rectangle.ts';

/** Spans as the columns of the scatter chart. */
export function dotsOf(spans: readonly Received<Span>[]): Dots {
  const agents = [...new Set(spans.map(({ agent }) => agent))];
  const index = new Map(agents.map((agent, at) => [agent, at]));
  return {
    agents,
    time: Float64Array.from(spans, ({ receivedAt }) => receivedAt),
    elapsed: Uint32Array.from(spans, ({ message }) => Math.max(0, message.elapsed)),
    agent: Uint32Array.from(spans, ({ agent }) => index.get(agent) ?? 0),
    failed: Uint8Array.from(spans, ({ message }) => (message.error === 0 ? 0 : 1)),
    place: Uint32Array.from(spans.keys()),
  };
}

/** Spans in a rectangle of the chart, in the order of the list of transactions. */
export function spansWithin(
  spans: readonly Received<Span>[],
  { from, to, elapsedFrom, elapsedTo, status, agent }: Rectangle,
  order: 'time' | 'elapsed',
  direction: 'asc' | 'desc',
): Received<Span>[] {
  const sign = direction === 'asc' ? 1 : -1;
  const by = ({ receivedAt, message }: Received<Span>): number => (order === 'time' ? receivedAt : message.elapsed);
  return spans
    .filter(
      ({ receivedAt, message, agent: { agentId } }) =>
        receivedAt >= from &&
        receivedAt < to &&
        message.elapsed >= elapsedFrom &&
        message.elapsed <= elapsedTo &&
        (status === 'all' || (message.error !== 0) === (status === 'failed')) &&
        (agent === undefined || agentId === agent),
    )
    .sort((a, b) => sign * (by(a) - by(b)) || b.receivedAt - a.receivedAt);
}
