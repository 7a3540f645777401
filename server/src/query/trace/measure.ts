import { serviceType } from '../../lib/service-type.ts';
import type { CallNode, EventNode } from './call-tree.ts';

/** Local calls by their start, then the spans that they led to: clocks of other machines do not order calls. */
export function arrange(nodes: readonly CallNode[]): void {
  for (const { children } of nodes) {
    for (let child = 1; child < children.length; child++) {
      if (comesBefore(children[child] as CallNode, children[child - 1] as CallNode) < 0) {
        children.sort(comesBefore);
        break;
      }
    }
  }
}

const comesBefore = (a: CallNode, b: CallNode): number => rank(a) - rank(b) || a.start - b.start;

const rank = (node: CallNode): number => {
  if (node.kind === 'event') return 0;
  if (node.kind === 'span') return 1;
  return node.what === 'events' ? 0 : 1;
};

/** What agents record for their own sake: shown only with something below it (server.md §5.1). */
const unproductive: ReadonlySet<number> = new Set([serviceType.ASYNC, serviceType.REACTOR, serviceType.KT_COROUTINES]);

/** Takes out unproductive calls that led to nothing. `nodes` come in order: children after their parents. */
export function prune(nodes: readonly CallNode[]): void {
  const thinned = new Set<CallNode>();
  const pruned = new Set<CallNode>();
  for (const node of nodes.toReversed()) {
    if (thinned.has(node)) node.children = node.children.filter((child) => !pruned.has(child));
    if (node.kind !== 'event' || node.children.length > 0 || !isUnproductive(node) || node.parent === undefined)
      continue;
    pruned.add(node);
    thinned.add(node.parent);
  }
}

const isUnproductive = ({ event }: EventNode): boolean =>
  unproductive.has(event.serviceType) && event.exception === undefined;

/** Fills in depth, gap and self. `nodes` come in order: parents before their children. */
export function measure(nodes: readonly CallNode[]): void {
  for (const node of nodes) {
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    node.self = node.kind === 'missing' ? 0 : selfOf(node);
    let before: CallNode | undefined;
    for (const child of node.children) {
      if (child.kind === 'missing') continue;
      const detached = child.kind === 'event' && child.async;
      child.gap = child.start - (detached || before === undefined ? node.start : before.start + before.elapsed);
      if (!detached) before = child;
    }
  }
}

/** What is left of a call when the time of its children, where they overlap once, is taken away. */
function selfOf({ start, elapsed, children }: CallNode): number {
  const end = start + elapsed;
  let covered = 0;
  let at = start;
  for (const child of children) {
    // Time in other processes, or beside the call, is not the call's.
    if (child.kind !== 'event' || child.async) continue;
    const until = Math.min(end, child.start + child.elapsed);
    const from = Math.max(at, child.start);
    if (until > from) covered += until - from;
    if (until > at) at = until;
  }
  return Math.max(0, elapsed - covered);
}
