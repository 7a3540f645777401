import { type KeyboardEvent, useCallback } from 'react';
import type { Graph } from './graph.ts';
import type { Placed } from './layout.ts';
import { type Direction, neighbour } from './neighbours.ts';

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

interface Keys {
  readonly graph: Graph;
  readonly placed: Placed;
  readonly onSelect: (key: string) => void;
  /** Focuses a node or link. */
  readonly focus: (key: string) => void;
  readonly by: (factor: number) => void;
  readonly fit: () => void;
}

/**
 * Arrows go from node to node; with Shift from a node to its links, and on along them; Enter or space selects;
 * + − 0 zoom.
 */
export function useKeys({ graph, placed, onSelect, focus, by, fit }: Keys): (event: KeyboardEvent<SVGElement>) => void {
  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof SVGElement)) return;
      const { node, link } = event.target.closest<SVGElement>('[data-node],[data-link]')?.dataset ?? {};
      const key = node ?? link;
      const direction = directions[event.key];
      const act = (): boolean => {
        if (event.key === '+' || event.key === '=') by(1.25);
        else if (event.key === '-') by(0.8);
        else if (event.key === '0') fit();
        else if (key === undefined) return false;
        else if (event.key === 'Enter' || event.key === ' ') onSelect(key);
        else if (direction === undefined) return false;
        else {
          const next =
            link !== undefined
              ? alongLink(graph, link, direction)
              : event.shiftKey
                ? linkOf(graph, key, direction)
                : neighbour(placed, key, direction);
          if (next !== undefined) focus(next);
        }
        return true;
      };
      if (act()) event.preventDefault();
    },
    [graph, placed, onSelect, focus, by, fit],
  );
}

/** The first link that leaves (right, down) or reaches (left, up) a node. */
function linkOf(graph: Graph, node: string, direction: Direction): string | undefined {
  const out = direction === 'right' || direction === 'down';
  return graph.links.find(({ from, to }) => (out ? from : to) === node)?.key;
}

/** From a link: to the node at its end, or to the next link of the same caller. */
function alongLink(graph: Graph, key: string, direction: Direction): string | undefined {
  const link = graph.links.find((each) => each.key === key);
  if (link === undefined || direction === 'left') return link?.from;
  if (direction === 'right') return link.to;
  const siblings = graph.links.filter(({ from }) => from === link.from).map((each) => each.key);
  return siblings[siblings.indexOf(key) + (direction === 'down' ? 1 : -1)];
}
