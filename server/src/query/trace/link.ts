import { annotationKey } from '../../lib/annotation-key.ts';
import { NO_SPAN, type SpanEvent, type SpanId } from '../../store/span/span.ts';
import { type CallNode, hang, type MissingNode, missingNode } from './call-tree.ts';
import type { Grown } from './grow.ts';

/** Trees put together: what is left without a parent, and whether that is all of it. */
export interface Linked {
  readonly tops: readonly CallNode[];
  readonly roots: number;
  readonly broken: boolean;
}

/** A call that leads to another span. */
interface Lead {
  readonly from: Grown;
  readonly node: CallNode;
}

/** A missing node, and the tree that it hangs in. */
interface MissingPlace {
  readonly node: MissingNode;
  readonly from: Grown | undefined;
}

/**
 * Hangs the tree of each span below the call that led to it (server.md §5.1), or else below what is nearest to the
 * truth: its parent span; a missing hop below the call to it; a missing parent, which all its children share.
 */
export function link(grown: readonly Grown[], isFresh: (hop: Grown['hop']) => boolean): Linked {
  const linker = new Linker(grown, isFresh);
  for (const tree of grown) linker.attach(tree);
  return linker;
}

class Linker implements Linked {
  readonly tops: CallNode[] = [];
  roots = 0;
  broken = false;
  readonly #isFresh: (hop: Grown['hop']) => boolean;
  /** Leads by the span they go to; of a caller by `caller/callee`. */
  readonly #leads = new Map<string, Lead[]>();
  readonly #spans = new Map<SpanId, Lead[]>();
  /** Which tree a tree hangs in, at whatever depth. A tree that is to be hung hangs nowhere yet. */
  readonly #above = new Map<Grown, Grown>();
  readonly #missing = new Map<SpanId, MissingPlace>();
  readonly #taken = new Map<string, number>();

  constructor(grown: readonly Grown[], isFresh: (hop: Grown['hop']) => boolean) {
    this.#isFresh = isFresh;
    for (const tree of grown) {
      push(this.#spans, tree.hop.spanId, { from: tree, node: tree.top });
      for (const node of tree.events) this.#note(tree, node, node.event);
    }
  }

  #note(from: Grown, node: CallNode, event: SpanEvent): void {
    const lead = { from, node };
    if (event.nextSpanId !== NO_SPAN) {
      push(this.#leads, `${from.hop.spanId}/${event.nextSpanId}`, lead);
      push(this.#leads, `${event.nextSpanId}`, lead);
    }
    // Calls that OpenTelemetry recorded are spans themselves: theirs is the id that the callee names as parent.
    const own = event.annotations.find(({ key }) => key === annotationKey.SPAN_ID)?.value;
    if (own?.type === 'long') push(this.#leads, `own ${own.value}`, lead);
    else if (own?.type === 'string' && /^-?\d{1,20}$/.test(own.value))
      push(this.#leads, `own ${BigInt(own.value)}`, lead);
  }

  attach(tree: Grown): void {
    const { span, spanId } = tree.hop;
    if (tree.broken) this.broken = true;
    if (span === undefined) {
      if (!this.#follow(tree, `${spanId}`)) this.tops.push(tree.top);
      return;
    }
    const parent = span.message.parentSpanId;
    if (parent === NO_SPAN) {
      this.roots++;
      this.tops.push(tree.top);
      return;
    }
    if (this.#follow(tree, `${parent}/${spanId}`) || this.#follow(tree, `own ${parent}`)) return;
    if (this.#spans.get(parent)?.some((lead) => this.#below(tree, lead))) return;
    this.broken = true;
    this.#hangBelowMissing(tree, parent);
  }

  /** Several spans to one lead all hang on it; several leads to one name get a span each, in the order of time. */
  #follow(tree: Grown, name: string): boolean {
    const leads = this.#leads.get(name);
    if (leads === undefined) return false;
    const taken = this.#taken.get(name) ?? 0;
    this.#taken.set(name, taken + 1);
    const lead = leads[Math.min(taken, leads.length - 1)];
    return lead !== undefined && this.#below(tree, lead);
  }

  /** Hangs a tree below a lead, unless the lead lies in the tree itself. */
  #below(tree: Grown, { from, node }: Lead): boolean {
    if (this.#isIn(from, tree)) return false;
    this.#above.set(tree, from);
    hang(node, tree.top);
    return true;
  }

  #hangBelowMissing(tree: Grown, parent: SpanId): void {
    const known = this.#missing.get(parent);
    const place = known !== undefined && !this.#isIn(known.from, tree) ? known : this.#makeMissing(tree, parent);
    if (place.from !== undefined) this.#above.set(tree, place.from);
    hang(place.node, tree.top);
  }

  #makeMissing(tree: Grown, parent: SpanId): MissingPlace {
    const call = this.#leads.get(`${parent}`)?.find(({ from }) => !this.#isIn(from, tree));
    const caller = tree.hop.span?.message.parent;
    const why = { spanId: parent, ...(caller !== undefined && { application: caller.name }) };
    const node = missingNode(call === undefined ? 'parent' : 'hop', this.#isFresh(tree.hop), tree.top.start, why);
    if (call === undefined) this.tops.push(node);
    else hang(call.node, node);
    const place = { node, from: call?.from };
    if (!this.#missing.has(parent)) this.#missing.set(parent, place);
    return place;
  }

  /** Whether a place lies in `tree` or below: to hang the tree there would close a circle. */
  #isIn(place: Grown | undefined, tree: Grown): boolean {
    return place !== undefined && this.#topOf(place) === tree;
  }

  /** The tree without a tree above it. Ways are shortened as they are walked (union-find, path halving). */
  #topOf(tree: Grown): Grown {
    let top = tree;
    for (let up = this.#above.get(top); up !== undefined; up = this.#above.get(top)) {
      const next = this.#above.get(up);
      if (next !== undefined) this.#above.set(top, next);
      top = next ?? up;
    }
    return top;
  }
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [value]);
  else known.push(value);
}
