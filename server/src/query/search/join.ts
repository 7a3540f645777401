import { getOrMake } from '../../lib/get-or-make.ts';
import { agentKey } from '../../store/application.ts';
import type { Received, Span, SpanChunk, SpanId } from '../../store/span/span.ts';
import { assemble } from '../trace/assemble.ts';
import { gather, type Hop } from '../trace/gather.ts';
import type { NameSource } from '../trace/names.ts';
import { withoutRepeats } from '../trace/repeats.ts';

/** A span together with what arrived apart from it. */
export interface Whole {
  readonly span: Received<Span>;
  /** The span with all of its calls. */
  readonly joined: Received<Span>;
  /** The messages that it was put together from. */
  readonly members: readonly Received[];
}

/** The spans of a trace, each with its calls, and the way from a message to the span that it belongs to. */
export class Joined {
  readonly names: NameSource;
  readonly #hopOf = new Map<Received, Hop>();
  readonly #members = new Map<Hop, Received[]>();

  constructor(parts: readonly Received[], names: NameSource) {
    this.names = names;
    const own = withoutRepeats(parts);
    const hops = gather(assemble(own));
    for (const hop of hops) {
      if (hop.span !== undefined) this.#hopOf.set(hop.span, hop);
      for (const { received } of arrivalsOf(hop)) this.#hopOf.set(received, hop);
    }
    const tops = topsOf(own);
    const bySpan = new Map(hops.map((hop) => [hop.span?.otlp && callKey(hop.span, hop.span.otlp.spanId), hop]));
    for (const part of own) {
      const hop = part.otlp === undefined ? this.#hopOf.get(part) : bySpan.get(tops.get(part));
      if (hop === undefined) continue;
      this.#hopOf.set(part, hop);
      getOrMake(this.#members, hop, () => []).push(part);
    }
  }

  /** What a message of the trace belongs to; undefined while its span has not come. */
  wholeOf(message: Received): Whole | undefined {
    const part = [...this.#hopOf.keys()].find((one) => isSame(one, message));
    const hop = part && this.#hopOf.get(part);
    if (hop?.span === undefined) return undefined;
    const { span } = hop;
    const events = arrivalsOf(hop).map(({ event }) => event);
    const joined = { ...span, message: { ...span.message, events } };
    return { span, joined, members: this.#members.get(hop) ?? [] };
  }
}

const callKey = ({ agent }: Received, id: SpanId): string => `${agentKey(agent)} ${id}`;

/** Of each span of OpenTelemetry, the key of the one that it is inside of, as far as its agent sent what lies between. */
function topsOf(parts: readonly Received[]): Map<Received, string> {
  const byId = new Map(parts.map((part) => [part.otlp && callKey(part, part.otlp.spanId), part]));
  const tops = new Map<Received, string>();
  for (const part of parts) {
    const seen = new Set<Received>();
    let top = part;
    while (top.otlp !== undefined && top.message.kind === 'chunk' && !seen.has(top)) {
      seen.add(top);
      top = byId.get(callKey(top, top.otlp.parentSpanId)) ?? top;
    }
    if (top.otlp !== undefined) tops.set(part, callKey(top, top.otlp.spanId));
  }
  return tops;
}

const arrivalsOf = (hop: Hop) => [...hop.events, ...[...hop.async.values()].flat(2)];

const sameAgent = (a: Received, b: Received): boolean => agentKey(a.agent) === agentKey(b.agent);

const isSpan = (received: Received): received is Received<Span> => received.message.kind === 'span';
const isChunk = (received: Received): received is Received<SpanChunk> => received.message.kind === 'chunk';

/** The same message, read twice. */
export function isSame(a: Received, b: Received): boolean {
  if (a.receivedAt !== b.receivedAt || a.message.spanId !== b.message.spanId || !sameAgent(a, b)) return false;
  if (a.otlp?.spanId !== b.otlp?.spanId) return false;
  if (isSpan(a) && isSpan(b)) return a.message.startTime === b.message.startTime;
  return isChunk(a) && isChunk(b) && chunkKey(a) === chunkKey(b);
}

const chunkKey = ({ message: { keyTime, async, events } }: Received<SpanChunk>): string =>
  [keyTime, async?.id, async?.sequence, events[0]?.sequence, events.length].join(' ');

/** The one of several messages that stands for them all: a span before its chunks, else the newest. */
export function firstOf(members: readonly Received[]): Received | undefined {
  const span = members.find(isSpan);
  if (span !== undefined) return span;
  return members.toSorted(
    (a, b) => b.receivedAt - a.receivedAt || (isChunk(a) && isChunk(b) ? chunkKey(b).localeCompare(chunkKey(a)) : 0),
  )[0];
}
