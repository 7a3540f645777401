import { isServer, serviceType, typeOf } from '../../lib/service-type.ts';
import { Sketch } from '../../lib/sketch.ts';
import type { Application } from '../../store/application.ts';
import type { LinkSketch, Sketches } from '../../store/map/store.ts';
import type { Panel } from '../schema/map.ts';
import type { GraphLink, MapGraph } from './graph.ts';

/** Quantiles of what one application saw over the range of the map. */
type ReadSketches = (application: Application) => Promise<Sketches>;

/**
 * Percentiles of the calls that a node or link stands for: an application's own responses; for anything else the
 * calls to it, or the calls of a user, as the applications at their other ends saw them. Null if nobody saw any.
 */
export async function percentilesOf(graph: MapGraph, key: string, read: ReadSketches): Promise<Panel['percentiles']> {
  const sketch = new Sketch();
  const node = graph.nodes.get(key);
  if (node !== undefined && isServer(node.application.type)) {
    sketch.merge((await read(node.application)).responses);
  } else {
    const links = [...graph.links.values()];
    const to = links.filter((link) => link.key === key || (node !== undefined && link.to === key));
    const of = to.length > 0 ? to : links.filter((link) => node !== undefined && link.from === key);
    for (const link of of) await addLink(sketch, graph, link, read);
  }
  const [p50, p95, p99] = [sketch.quantile(0.5), sketch.quantile(0.95), sketch.quantile(0.99)];
  return p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 };
}

async function addLink(sketch: Sketch, graph: MapGraph, link: GraphLink, read: ReadSketches): Promise<void> {
  const from = graph.nodes.get(link.from)?.application;
  const to = graph.nodes.get(link.to)?.application;
  if (from === undefined || to === undefined) return;
  const before = sketch.count;
  if (isServer(from.type)) addPeers(sketch, (await read(from)).out, to);
  // A call that was resolved to an application by its host is known by name only at the callee's end.
  if (sketch.count === before) addPeers(sketch, (await read(to)).in, from);
}

function addPeers(into: Sketch, links: readonly LinkSketch[], end: Application): void {
  for (const { peer, sketch } of links) if (isSame(peer, end)) into.merge(sketch);
}

/** Whether a stored end of a link is this end on the map, where users carry their application's name and services are resolved. */
const isSame = (peer: Application, end: Application): boolean =>
  typeOf(peer.type).description === typeOf(end.type).description &&
  (end.type === serviceType.USER || peer.name === end.name);
