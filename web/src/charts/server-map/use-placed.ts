import { useMemo, useRef } from 'react';
import type { Graph } from './graph.ts';
import { layout, type Placed } from './layout.ts';

/** Where the nodes of a graph stand; the same object until nodes or links come or go. */
export function usePlaced(graph: Graph, anchor: string): Placed {
  const previous = useRef<Placed | undefined>(undefined);
  return useMemo(() => {
    const shape = { nodes: graph.nodes.map(({ key }) => key), links: graph.links };
    // Another application in the middle is another map: nothing of the one before need be kept.
    const same = previous.current?.nodes.has(anchor) === true;
    const placed = layout(shape, same ? previous.current : undefined, anchor);
    previous.current = placed;
    return placed;
  }, [graph, anchor]);
}
