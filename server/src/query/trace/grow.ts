import { type CallNode, type EventNode, eventNode, hang, missingNode, spanNode } from './call-tree.ts';
import { type Arrival, type Hop, startOf } from './gather.ts';

/** A hop grown into a tree: its events below it. */
export interface Grown {
  readonly hop: Hop;
  readonly top: CallNode;
  /** Every event, in the order in which it was placed. */
  readonly events: readonly EventNode[];
  /** Whether parts of it are missing. */
  readonly broken: boolean;
}

/**
 * Builds the tree of one hop from depths and sequences (server.md §5.1). Where a sequence is missing or a depth is
 * impossible nothing further can be placed: a missing node says so. `fresh` tells whether the rest may still come.
 */
export function grow(hop: Hop, fresh: boolean): Grown {
  const top =
    hop.span === undefined
      ? missingNode('span', fresh, startOf(hop), { spanId: hop.spanId })
      : spanNode(hop.span, hop.span.message);
  const events: EventNode[] = [];
  let broken = place(top, hop.events, false, fresh, events) || hop.span === undefined;
  const waiting = new Map(hop.async);
  const begin = (owner: CallNode, id: number): void => {
    const branches = waiting.get(id) ?? [];
    waiting.delete(id);
    for (const branch of branches) broken = place(owner, branch, true, fresh, events) || broken;
  };
  for (let next = 0; next < events.length || waiting.size > 0; ) {
    // Events that are placed may begin others: the list grows while it is walked.
    for (; next < events.length; next++) {
      const node = events[next] as EventNode;
      if (node.event.asyncId !== 0) begin(node, node.event.asyncId);
    }
    const [stray] = waiting;
    if (stray === undefined) break;
    const [id, branches] = stray;
    const missing = missingNode('async', fresh, branches[0]?.[0]?.event.startTime ?? top.start, { asyncId: id });
    hang(top, missing);
    begin(missing, id);
    broken = true;
  }
  return { hop, top, events, broken };
}

/** Places events below `owner`, whose depth is 0 to them. True when some could not be placed. */
function place(
  owner: CallNode,
  arrivals: readonly Arrival[],
  async: boolean,
  fresh: boolean,
  placed: EventNode[],
): boolean {
  // The way from `owner` to the last event: path[d] is what an event of depth d + 1 hangs below.
  const path: CallNode[] = [owner];
  for (const [sequence, { received, event }] of arrivals.entries()) {
    const depth = event.depth === -1 ? path.length - 1 : event.depth;
    const parent = path[depth - 1];
    if (event.sequence !== sequence || parent === undefined) {
      const last = path[path.length - 2] ?? owner;
      const why = event.sequence === sequence ? { depth } : { expected: sequence, came: event.sequence };
      hang(last, missingNode('events', fresh, event.startTime, why, arrivals.length - sequence));
      return true;
    }
    const node = eventNode(received, event, async && depth === 1);
    hang(parent, node);
    path.length = depth;
    path.push(node);
    placed.push(node);
  }
  return false;
}
