import { SECOND } from '../../lib/time.ts';
import { NO_SPAN, type Received, type SpanId } from '../../store/span/span.ts';
import { assemble } from './assemble.ts';
import { type CallNode, type CallTree, inOrder, type SpanNode } from './call-tree.ts';
import { gather, type Hop } from './gather.ts';
import { grow } from './grow.ts';
import { link } from './link.ts';
import { arrange, measure, prune } from './measure.ts';
import { withoutRepeats } from './repeats.ts';

/** What is missing of a message that came less than so long ago may still come. */
const PATIENCE = 60 * SECOND;

export interface AlignOptions {
  /** The collector's clock, ms. */
  readonly now: number;
  /** The span to begin with where there are several: the one received nearest to `at`, ms. */
  readonly focus?: { readonly spanId: SpanId; readonly at?: number | undefined } | undefined;
  /** There are more spans than were read. */
  readonly overflow?: boolean;
}

/**
 * The call tree of one trace (server.md §5.1), of all messages that were received of it, in any order. Nothing that
 * came is left out but what hangs on a missing sequence; what is missing is said. Clocks are taken as they are.
 */
export function alignTrace(received: readonly Received[], { now, focus, overflow = false }: AlignOptions): CallTree {
  const isFresh = ({ receivedAt }: Hop): boolean => now - receivedAt < PATIENCE;
  const grown = gather(assemble(withoutRepeats(received))).map((hop) => grow(hop, isFresh(hop)));
  const { tops, roots, broken } = link(grown, isFresh);
  const complete = roots === 1 && tops.length === 1 && !broken;
  const focused = focus && focusedOf(grown.map(({ top }) => top).filter(isSpan), focus);
  const ordered = inDisplayOrder(tops, focused);
  arrange(inOrder(ordered));
  if (complete) prune(inOrder(ordered));
  const nodes = inOrder(ordered);
  measure(nodes);
  return {
    traceId: received[0]?.message.traceId,
    state: overflow ? 'overflow' : complete ? 'complete' : 'progress',
    nodes,
    focus: focused === undefined ? 0 : nodes.indexOf(focused),
  };
}

const isSpan = (node: CallNode): node is SpanNode => node.kind === 'span';

function focusedOf(
  spans: readonly SpanNode[],
  { spanId, at }: NonNullable<AlignOptions['focus']>,
): SpanNode | undefined {
  const named = spans.filter(({ span }) => span.spanId === spanId);
  const distance = ({ received }: SpanNode): number => (at === undefined ? 0 : Math.abs(received.receivedAt - at));
  return named.reduce<SpanNode | undefined>(
    (best, one) => (best === undefined || distance(one) < distance(best) ? one : best),
    undefined,
  );
}

/** The tree with the focus first, then roots, then what has lost its parent; by their start. */
function inDisplayOrder(tops: readonly CallNode[], focused: SpanNode | undefined): CallNode[] {
  const first = focused && topOf(focused);
  const rank = (node: CallNode): number => {
    if (node === first) return 0;
    return node.kind === 'span' && node.span.parentSpanId === NO_SPAN ? 1 : 2;
  };
  return tops.toSorted((a, b) => rank(a) - rank(b) || a.start - b.start);
}

function topOf(node: CallNode): CallNode {
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  return top;
}
