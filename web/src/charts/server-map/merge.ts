import type { MapLink, MapNode } from '../../../../server/src/query/schema/map.ts';
import { alarming, type DrawnNode, type Graph, sum } from './graph.ts';

/** From how many alike on the same caller they are drawn as one. */
const MANY = 4;

/**
 * Draws databases, caches and unknown hosts of one type as one node where the same application calls more than three
 * of them and nobody else does. Applications always stand alone, and so does `keep`.
 */
export function merge(nodes: readonly MapNode[], links: readonly MapLink[], keep?: string): Graph {
  const groups = [...alike(nodes, links, keep)].filter(([, members]) => members.length >= MANY);
  const groupOf = new Map(groups.flatMap(([key, members]) => members.map((member) => [member.key, key] as const)));
  return {
    nodes: [
      ...nodes.filter((node) => !groupOf.has(node.key)).map(single),
      ...groups.map(([key, members]) => group(key, members)),
    ],
    links: bundle(links, groupOf),
  };
}

/** Every node for itself. */
export const apart = (nodes: readonly MapNode[], links: readonly MapLink[]): Graph => ({
  nodes: nodes.map(single),
  links,
});

const single = (node: MapNode): DrawnNode => ({ ...node, members: [] });

function alike(nodes: readonly MapNode[], links: readonly MapLink[], keep?: string): Map<string, MapNode[]> {
  const groups = new Map<string, MapNode[]>();
  for (const node of nodes) {
    const caller = node.category === 'SERVER' || node.key === keep ? undefined : onlyCaller(node.key, links);
    if (caller === undefined) continue;
    const key = `${caller}>${node.application.serviceType}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return groups;
}

/** The one node that calls a leaf; undefined for any other node. */
function onlyCaller(key: string, links: readonly MapLink[]): string | undefined {
  const callers = links.filter((link) => link.to === key);
  return callers.length === 1 && !links.some((link) => link.from === key) ? callers[0]?.from : undefined;
}

function group(key: string, members: readonly MapNode[]): DrawnNode {
  const [first] = members;
  if (first === undefined) throw new RangeError('a group without members');
  const histogram = sum(members.map((member) => member.histogram));
  const apdex = { score: 0, satisfied: 0, tolerating: 0, total: 0 };
  const application = { ...first.application, applicationName: first.application.serviceType };
  return {
    ...first,
    key,
    application,
    histogram,
    apdex,
    instances: members.length,
    alert: alarming(histogram),
    members,
  };
}

function bundle(links: readonly MapLink[], groupOf: ReadonlyMap<string, string>): readonly MapLink[] {
  const bundles = Map.groupBy(links, (link) => groupOf.get(link.to) ?? '');
  const loose = bundles.get('') ?? [];
  const bound = [...bundles]
    .filter(([key]) => key !== '')
    .flatMap(([to, members]) => {
      const from = members[0]?.from;
      if (from === undefined) return [];
      const histogram = sum(members.map((member) => member.histogram));
      return [{ key: `${from}~${to}`, from, to, histogram, alert: alarming(histogram) }];
    });
  return [...loose, ...bound];
}
