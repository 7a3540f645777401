import { type DrawnNode, type Graph, nameOf } from '../../charts/server-map/graph.ts';

/** The nodes whose name or type, or that of one of their members, holds every word of `text`; shorter names first. */
export function matches(graph: Graph, text: string): readonly DrawnNode[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return graph.nodes
    .filter((node) =>
      [node, ...node.members].some((each) => {
        const said = `${nameOf(each)} ${each.application.serviceType}`.toLowerCase();
        return words.every((word) => said.includes(word));
      }),
    )
    .toSorted((a, b) => nameOf(a).length - nameOf(b).length);
}
