import type { MapLink, MapNode, ServerMap } from '../../../../../server/src/query/schema/map.ts';
import type { DrawnNode, Graph } from '../../../charts/server-map/graph.ts';
import type { Selection } from '../use-selection.ts';

/** What the panel speaks of. */
export type Subject =
  | { readonly kind: 'node'; readonly node: MapNode }
  | { readonly kind: 'group'; readonly node: DrawnNode }
  | { readonly kind: 'link'; readonly link: MapLink; readonly from: MapNode; readonly to: MapNode };

/** Finds what is selected on the map; undefined where it is not on it (any more). */
export function subjectOf(selection: Selection, graph: Graph, answer: ServerMap): Subject | undefined {
  if ('node' in selection) return nodeOf(selection.node, graph, answer);
  const link = answer.links.find(({ key }) => key === selection.link);
  const from = answer.nodes.find(({ key }) => key === link?.from);
  const to = answer.nodes.find(({ key }) => key === link?.to);
  if (link && from && to) return { kind: 'link', link, from, to };
  // A link to nodes that are drawn as one says what they say.
  const bundle = graph.links.find(({ key }) => key === selection.link);
  return bundle && nodeOf(bundle.to, graph, answer);
}

function nodeOf(key: string, graph: Graph, answer: ServerMap): Subject | undefined {
  const node = answer.nodes.find((each) => each.key === key);
  if (node) return { kind: 'node', node };
  const group = graph.nodes.find((each) => each.key === key && each.members.length > 0);
  return group && { kind: 'group', node: group };
}
