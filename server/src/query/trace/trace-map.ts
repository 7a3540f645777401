import { count, emptyHistogram, type Histogram, schemaOf } from '../../lib/histogram.ts';
import { serviceType, typeOf } from '../../lib/service-type.ts';
import type { Application } from '../../store/application.ts';
import type { Series } from '../../store/map/map.ts';
import { type GraphLink, type GraphNode, linkKey, type MapGraph, nodeKey } from '../map/graph.ts';
import type { CallNode, CallTree, EventNode, SpanNode } from './call-tree.ts';

/**
 * The server map of one trace: its applications, and what they called. A call is counted by its caller where that came,
 * and else by its callee; what is no application is known by the calls to it (server.md §4.2).
 */
export function traceMap(tree: CallTree): MapGraph {
  const map = new Draft();
  for (const node of tree.nodes) {
    if (node.kind === 'span') addSpan(map, node);
    else if (node.kind === 'event') addEvent(map, node);
  }
  const center = tree.nodes.find(came)?.received.agent.application ?? nobody;
  map.nodeOf(center);
  return { center: nodeKey(center), nodes: map.nodes(), links: map.links };
}

const nobody: Application = { service: 'DEFAULT', name: '', type: serviceType.UNKNOWN };

const came = (node: CallNode): node is SpanNode | EventNode => node.kind !== 'missing';

function addSpan(map: Draft, { span, received, parent }: SpanNode): void {
  const own = received.agent.application;
  const failed = span.error !== 0;
  record(map.nodeOf(own).answered, own.type, span.elapsed, failed);
  map.nodeOf(own).agents.add(received.agent.agentId);
  let caller = parent;
  while (caller?.kind === 'missing') caller = caller.parent;
  if (caller === undefined) {
    map.call(callerOf(span, own), own, span.elapsed, failed);
    return;
  }
  const from = caller.received.agent.application;
  if (caller.kind === 'event' && typeOf(caller.event.serviceType).queue) {
    map.call(calleeOf(caller, from), own, span.elapsed, failed);
  } else if (caller.kind === 'event') {
    map.call(from, own, caller.event.elapsed, caller.event.exception !== undefined);
  } else map.call(from, own, span.elapsed, failed);
}

/** Who sent a request that no span of the trace made: a queue, an application whose agent sent nothing, or a user. */
function callerOf(span: SpanNode['span'], own: Application): Application {
  if (typeOf(span.serviceType).queue) {
    return { service: own.service, name: span.acceptorHost || span.remoteAddress, type: span.serviceType };
  }
  if (span.parent !== undefined) return { ...span.parent, service: span.parent.service || own.service };
  return { service: own.service, name: own.name, type: serviceType.USER };
}

function addEvent(map: Draft, node: EventNode): void {
  const { event, received, children } = node;
  const type = typeOf(event.serviceType);
  if (!type.recordStatistics) return;
  // A call that led to a span is counted there, with the application that answered.
  if (!type.queue && children.some(({ kind }) => kind === 'span')) return;
  const from = received.agent.application;
  map.call(from, calleeOf(node, from), event.elapsed, event.exception !== undefined);
}

const calleeOf = ({ event }: EventNode, from: Application): Application => ({
  service: from.service,
  name: event.destinationId || event.endPoint || typeOf(event.serviceType).description,
  type: event.serviceType,
});

interface NodeDraft {
  readonly key: string;
  readonly application: Application;
  /** Its own spans, and the calls to or from it that others made. An application is known by the first. */
  readonly answered: Histogram;
  readonly called: Histogram;
  readonly agents: Set<string>;
}

class Draft {
  readonly links = new Map<string, GraphLink>();
  readonly #nodes = new Map<string, NodeDraft>();

  nodes(): Map<string, GraphNode> {
    const all = [...this.#nodes.values()].map(({ key, application, answered, called, agents }): GraphNode => {
      const histogram = agents.size > 0 ? answered : called;
      return { key, application, series: seriesOf(histogram), members: [], instances: agents.size };
    });
    return new Map(all.map((node) => [node.key, node]));
  }

  nodeOf(application: Application): NodeDraft {
    const key = nodeKey(application);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = { key, application, answered: emptyHistogram(), called: emptyHistogram(), agents: new Set<string>() };
    this.#nodes.set(key, node);
    return node;
  }

  call(from: Application, to: Application, elapsed: number, failed: boolean): void {
    const [caller, callee] = [this.nodeOf(from), this.nodeOf(to)];
    const key = linkKey(caller.key, callee.key);
    let link = this.links.get(key);
    if (link === undefined) {
      link = { key, from: caller.key, to: callee.key, series: seriesOf(emptyHistogram()), members: [] };
      this.links.set(key, link);
    }
    const histogram = link.series.get(0);
    if (histogram !== undefined) record(histogram, to.type, elapsed, failed);
    record(callee.called, to.type, elapsed, failed);
    // Users are known by the calls that they make.
    if (from.type === serviceType.USER) record(caller.called, to.type, elapsed, failed);
  }
}

/** All in one slot: a trace is not looked at over time. */
const seriesOf = (histogram: Histogram): Series => new Map([[0, histogram]]);

const record = (into: Histogram, type: number, elapsed: number, failed: boolean): void =>
  count(into, schemaOf(type), Math.max(0, elapsed), failed);
