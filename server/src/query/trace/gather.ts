import { agentKey } from '../../store/application.ts';
import type { Received, Span, SpanChunk, SpanEvent, SpanId } from '../../store/span/span.ts';

/** A span with all messages that carry its events; `span` is undefined when it has not come itself. */
export interface Hop {
  readonly spanId: SpanId;
  readonly span: Received<Span> | undefined;
  /** Synchronous events, by sequence. */
  readonly events: readonly Arrival[];
  /** Asynchronous events by the id of what began them, then by sequence, each a list of its own. */
  readonly async: ReadonlyMap<number, readonly (readonly Arrival[])[]>;
  /** The collector's time of the newest of its messages, ms. */
  readonly receivedAt: number;
}

export interface Arrival {
  readonly received: Received;
  readonly event: SpanEvent;
}

/** The hops of a trace, each with its chunks, by the time they began. */
export function gather(received: readonly Received[]): Hop[] {
  const chunks = Map.groupBy(received.filter(isChunk), hopKey);
  const spans = Map.groupBy(received.filter(isSpan), hopKey);
  const hops: Hop[] = [];
  for (const [key, own] of spans) hops.push(...hopsOf(own, chunks.get(key) ?? []));
  for (const [key, orphans] of chunks) if (!spans.has(key)) hops.push(hopOf(undefined, orphans));
  return hops.sort((a, b) => startOf(a) - startOf(b));
}

export const startOf = ({ span, events, async }: Hop): number =>
  span?.message.startTime ?? (events[0] ?? async.values().next().value?.[0]?.[0])?.event.startTime ?? 0;

const isSpan = (received: Received): received is Received<Span> => received.message.kind === 'span';
const isChunk = (received: Received): received is Received<SpanChunk> => received.message.kind === 'chunk';
const hopKey = ({ agent, message }: Received): string => `${agentKey(agent)} ${message.spanId}`;

/** Spans of one agent that share an id, with the chunks that came under it: each goes to the last one begun before it. */
function hopsOf(spans: Received<Span>[], chunks: readonly Received<SpanChunk>[]): Hop[] {
  if (spans.length === 1) return [hopOf(spans[0], chunks)];
  const ordered = spans.sort((a, b) => a.message.startTime - b.message.startTime);
  const owner = ({ message }: Received<SpanChunk>): Received<Span> | undefined =>
    ordered.findLast((span) => span.message.startTime <= message.keyTime) ?? ordered[0];
  const owned = Map.groupBy(chunks, owner);
  return ordered.map((span) => hopOf(span, owned.get(span) ?? []));
}

function hopOf(span: Received<Span> | undefined, chunks: readonly Received<SpanChunk>[]): Hop {
  const messages: readonly Received[] = span === undefined ? chunks : [span, ...chunks];
  const async = Map.groupBy(
    chunks.filter(({ message }) => message.async !== undefined),
    ({ message }) => message.async?.id ?? 0,
  );
  return {
    spanId: (messages[0] as Received).message.spanId,
    span,
    events: bySequence(messages.filter(({ message }) => message.kind === 'span' || message.async === undefined)),
    async: new Map([...async].map(([id, parts]) => [id, branches(parts)])),
    receivedAt: messages.reduce((newest, { receivedAt }) => Math.max(newest, receivedAt), 0),
  };
}

/** What one event began may run several times, each with sequences of its own. */
function branches(chunks: readonly Received<SpanChunk>[]): Arrival[][] {
  const runs = Map.groupBy(chunks, ({ message }) => message.async?.sequence ?? 0);
  return [...runs].sort(([a], [b]) => a - b).map(([, parts]) => bySequence(parts));
}

function bySequence(messages: readonly Received[]): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const received of messages) for (const event of received.message.events) arrivals.push({ received, event });
  return arrivals.sort((a, b) => a.event.sequence - b.event.sequence);
}
