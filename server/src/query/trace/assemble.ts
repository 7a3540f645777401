import { agentKey } from '../../store/application.ts';
import { asHop } from '../../store/span/otlp/decode.ts';
import type { Received, Span, SpanEvent, SpanId } from '../../store/span/span.ts';

/** Calls nest no deeper than this; what is deeper hangs on the last one that may. */
const MAX_DEPTH = 1_000;

/** A message that OpenTelemetry recorded. */
type Call = Received & { readonly otlp: NonNullable<Received['otlp']> };

/**
 * Spans of OpenTelemetry come one by one, late and in any order. Those of one agent are put together into hops with
 * the calls inside them, as Pinpoint's agents send them; a call whose parent the agent did not send becomes a hop,
 * which hangs on whatever its parent is. All other messages stay as they are.
 */
export function assemble(received: readonly Received[]): Received[] {
  const calls = received.filter(isCall);
  if (calls.length === 0) return [...received];
  const whole = received.filter((one) => !isCall(one));
  for (const own of Map.groupBy(calls, ({ agent }) => agentKey(agent)).values()) whole.push(...hopsOf(own));
  return whole;
}

const isCall = (received: Received): received is Call => received.otlp !== undefined;

function hopsOf(calls: readonly Call[]): Received[] {
  const known = new Set(calls.map(({ otlp }) => otlp.spanId));
  const below = Map.groupBy(calls, ({ otlp }) => otlp.parentSpanId);
  const isTop = ({ message, otlp }: Call): boolean =>
    message.kind === 'span' || !known.has(otlp.parentSpanId) || otlp.parentSpanId === otlp.spanId;
  const tops = calls.filter(isTop);
  const placed = new Set<Call>(tops);
  const hops = tops.map((top) => withCalls(top, below, placed));
  // Spans that name each other as parents have no top; one of them has to be it.
  for (const call of calls) {
    if (placed.has(call)) continue;
    placed.add(call);
    hops.push(withCalls(call, below, placed));
  }
  return hops;
}

/** A hop with all calls below it, each before its own, by their start. */
function withCalls(top: Call, below: ReadonlyMap<SpanId, readonly Call[]>, placed: Set<Call>): Received {
  const hop = asHop(top);
  const events: SpanEvent[] = [];
  const open = callsBelow(top, below, placed).map((call) => ({ call, depth: 1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { call, depth } = next;
    const [event] = call.message.events;
    if (event === undefined) continue;
    events.push({ ...event, sequence: events.length, depth });
    const deeper = Math.min(depth + 1, MAX_DEPTH);
    for (const inner of callsBelow(call, below, placed)) open.push({ call: inner, depth: deeper });
  }
  const receivedAt = hop.receivedAt;
  const span = hop.message as Span;
  return { ...hop, receivedAt, message: { ...span, events } };
}

/** The calls right below one, the last to begin first. */
function callsBelow(call: Call, below: ReadonlyMap<SpanId, readonly Call[]>, placed: Set<Call>): Call[] {
  const own = (below.get(call.otlp.spanId) ?? []).filter((one) => !placed.has(one));
  for (const one of own) placed.add(one);
  return own.sort((a, b) => startOf(b) - startOf(a));
}

const startOf = ({ message }: Call): number => message.events[0]?.startTime ?? 0;
