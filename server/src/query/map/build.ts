import { add, type Histogram } from '../../lib/histogram.ts';
import { isServer, serviceType, typeOf } from '../../lib/service-type.ts';
import type { Application } from '../../store/application.ts';
import { addCalls, type Calls, entry, type LinkDraft, noCalls, shown, totalOf } from './calls.ts';
import { type GraphLink, type GraphNode, linkKey, type MapGraph, type Member, nodeKey } from './graph.ts';
import { type MapOptions, selectLinks } from './select.ts';
import { type MapSource, Stretches } from './source.ts';

/** The server map around an application, as Pinpoint draws it (server.md §4.3, §4.4). */
export async function buildMap(center: Application, options: MapOptions, source: MapSource): Promise<MapGraph> {
  const stretches = new Stretches(source);
  const drafts = [...(await selectLinks(center, options, stretches)).values()];
  const ends = new Map([[nodeKey(center), center]]);
  for (const end of drafts.flatMap(({ from, to }) => [from, to])) {
    if (!ends.has(nodeKey(end))) ends.set(nodeKey(end), end);
  }
  const into = Map.groupBy(drafts, ({ to }) => nodeKey(to));
  const outOf = Map.groupBy(drafts, ({ from }) => nodeKey(from));
  const nodes = await Promise.all(
    [...ends].map(([key, application]) =>
      isServer(application.type)
        ? applicationNode(key, application, source, stretches)
        : calledNode(key, application, into.get(key) ?? [], outOf.get(key) ?? []),
    ),
  );
  return {
    center: nodeKey(center),
    nodes: new Map(nodes.map((node) => [node.key, node])),
    links: new Map(drafts.map(linkOf).map((link) => [link.key, link])),
  };
}

function linkOf(draft: LinkDraft): GraphLink {
  const { series, endPoints } = shown(draft);
  const [from, to] = [nodeKey(draft.from), nodeKey(draft.to)];
  return { key: linkKey(from, to), from, to, series, members: addresses(endPoints, '') };
}

/** An application knows its own responses, also to callers that are not traced. */
async function applicationNode(
  key: string,
  application: Application,
  source: MapSource,
  stretches: Stretches,
): Promise<GraphNode> {
  const { responses, agents } = await stretches.of(application);
  // An agent that was started again is the same line of the panel.
  const byId = new Map<string, Member>();
  for (const { agent, series } of agents) {
    const known = byId.get(agent.agentId);
    const histogram = totalOf(series);
    if (known === undefined) byId.set(agent.agentId, { id: agent.agentId, name: agent.agentName, histogram });
    else add(known.histogram, histogram);
  }
  return { key, application, series: responses, members: [...byId.values()], instances: source.agentsOf(application) };
}

/** Anything else is known by the calls to it; users, and queues whose producers are not traced, by the calls they make. */
function calledNode(
  key: string,
  application: Application,
  into: readonly LinkDraft[],
  outOf: readonly LinkDraft[],
): GraphNode {
  const calls: Calls = noCalls();
  for (const draft of into.length > 0 ? into : outOf) addCalls(calls, shown(draft));
  const hasAddresses = into.length > 0 && application.type !== serviceType.USER && !typeOf(application.type).queue;
  const members = hasAddresses ? addresses(calls.endPoints, application.name) : [];
  return { key, application, series: calls.series, members, instances: members.length };
}

/** The addresses called; a call without one goes to the name of the node, or is left out where that is ''. */
function addresses(endPoints: ReadonlyMap<string, Histogram>, name: string): Member[] {
  const byAddress = new Map<string, Histogram>();
  for (const [endPoint, histogram] of endPoints) {
    const address = endPoint || name;
    if (address !== '') add(entry(byAddress, address), histogram);
  }
  return [...byAddress].map(([address, histogram]) => ({ id: address, name: address, histogram }));
}
