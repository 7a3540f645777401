import { languages } from './language/languages.ts';
import type { SpanEvent } from './recorder.ts';
import type { Span } from './span.ts';

/** What travels as one message: a span with its (last) events, or a chunk of events apart from it. */
export interface Part {
  readonly kind: 'span' | 'chunk';
  readonly span: Span;
  /** In order of their sequence. */
  readonly events: readonly SpanEvent[];
  /** Of a chunk that ran asynchronously. */
  readonly asyncId: number | undefined;
  /** When the agent has it complete, ms since 1970. */
  readonly at: number;
}

/**
 * The messages that a span becomes, in the order in which its agent sends them. A long span leaves in parts, each with
 * the events that ended since the last one; hence outer events come last.
 */
export function partsOf(span: Span): readonly Part[] {
  const limit = languages[span.agent.application.language].eventsPerMessage;
  const byEnd = span.events.toSorted((a, b) => a.ended - b.ended);
  const chunks: Part[] = [];
  while (byEnd.length > limit) {
    const events = byEnd.splice(0, limit);
    chunks.push(chunk(span, events.toSorted(bySequence), undefined, events.at(-1)?.end ?? span.end));
  }
  const asides = span.asyncParts.map(({ asyncId, events, end }) => chunk(span, events, asyncId, end));
  const rest: Part = { kind: 'span', span, events: byEnd.toSorted(bySequence), asyncId: undefined, at: span.end };
  return [...chunks, ...asides, rest].sort((a, b) => a.at - b.at);
}

const chunk = (span: Span, events: readonly SpanEvent[], asyncId: number | undefined, at: number): Part => ({
  kind: 'chunk',
  span,
  events,
  asyncId,
  at,
});

const bySequence = (a: SpanEvent, b: SpanEvent) => a.sequence - b.sequence;
