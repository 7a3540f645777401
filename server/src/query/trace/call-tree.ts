import type { Received, Span, SpanEvent, SpanId, TraceId } from '../../store/span/span.ts';

/** One transaction as calls that make calls. */
export interface CallTree {
  readonly traceId: TraceId | undefined;
  /** progress: parts are missing or still on their way; overflow: there are more spans than were read. */
  readonly state: 'complete' | 'progress' | 'overflow';
  /** In the order in which they are shown: every node before its children. */
  readonly nodes: readonly CallNode[];
  /** Place in `nodes` of the span that was asked for; 0 if none was. */
  readonly focus: number;
}

export type CallNode = SpanNode | EventNode | MissingNode;

/** What all nodes have. Times are ms; `start` is since 1970, by the clock of the agent. */
export interface Placed {
  parent: CallNode | undefined;
  children: CallNode[];
  depth: number;
  readonly start: number;
  readonly elapsed: number;
  /** Between the end of the call before it, or the start of its parent, and its start; negative between clocks. */
  gap: number;
  /** Not spent in its children. */
  self: number;
}

export interface SpanNode extends Placed {
  readonly kind: 'span';
  readonly received: Received;
  readonly span: Span;
}

export interface EventNode extends Placed {
  readonly kind: 'event';
  readonly received: Received;
  readonly event: SpanEvent;
  /** It began what its parent did not wait for. */
  readonly async: boolean;
}

/** Stands for what should be there and is not. */
export interface MissingNode extends Placed {
  readonly kind: 'missing';
  readonly what: Missing;
  /** Came so lately that the rest may still come. */
  readonly waiting: boolean;
  /** Of `events`: how many came that hang on what is missing. */
  readonly hidden: number;
  readonly why: Why;
}

/** What the messages that came say of the one that did not. */
export interface Why {
  /** Of `events`: the sequence that should have come, and the one that came in its place. */
  readonly expected?: number;
  readonly came?: number;
  /** Of `events`: the depth that nothing leads to; the sequence is as it should be. */
  readonly depth?: number;
  /** The id of the span that is missing, as those around it name it. */
  readonly spanId?: SpanId;
  /** Of `async`: the number under which the calls were begun. */
  readonly asyncId?: number;
  /** The application that the missing part belongs to, where a message names it. */
  readonly application?: string;
}

/**
 * events: some of a span's calls · span: the span that calls belong to · hop: an application between a call and a
 * span · parent: whoever called · async: the call that began others
 */
export type Missing = 'events' | 'span' | 'hop' | 'parent' | 'async';

const placed = (start: number, elapsed: number): Placed => ({
  parent: undefined,
  children: [],
  depth: 0,
  start,
  elapsed,
  gap: 0,
  self: 0,
});

export const spanNode = (received: Received, span: Span): SpanNode => ({
  ...placed(span.startTime, span.elapsed),
  kind: 'span',
  received,
  span,
});

export const eventNode = (received: Received, event: SpanEvent, async: boolean): EventNode => ({
  ...placed(event.startTime, event.elapsed),
  kind: 'event',
  received,
  event,
  async,
});

export const missingNode = (
  what: Missing,
  waiting: boolean,
  start: number,
  why: Why = {},
  hidden = 0,
): MissingNode => ({
  ...placed(start, 0),
  kind: 'missing',
  what,
  waiting,
  why,
  hidden,
});

export function hang(parent: CallNode, child: CallNode): void {
  child.parent = parent;
  parent.children.push(child);
}

/** All nodes below and including `tops`, each before its children. */
export function inOrder(tops: readonly CallNode[]): CallNode[] {
  const ordered: CallNode[] = [];
  const open = tops.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    ordered.push(node);
    for (let child = node.children.length - 1; child >= 0; child--) open.push(node.children[child] as CallNode);
  }
  return ordered;
}

export const spanIdOf = (node: CallNode): SpanId | undefined =>
  node.kind === 'missing' ? undefined : node.received.message.spanId;
