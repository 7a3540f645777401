import { useCallback } from 'react';
import type { Graph } from '../../charts/server-map/graph.ts';
import { useSearchParams, useSetSearch } from '../../data/search.ts';

export type Selection = { readonly node: string } | { readonly link: string };

/** The node or link whose details are shown: what the address says, else the application asked for. */
export function useSelection(center: string): [Selection, (key: string, graph: Graph) => void] {
  const search = useSearchParams();
  const setSearch = useSetSearch();
  const { node, link } = search;
  const select = useCallback(
    (key: string, graph: Graph) => {
      const isLink = graph.links.some((each) => each.key === key);
      setSearch({
        node: isLink || key === center ? undefined : key,
        link: isLink ? key : undefined,
        agent: undefined,
        dots: undefined,
      });
    },
    [center, setSearch],
  );
  return [link === undefined ? { node: node ?? center } : { link }, select];
}

export const keyOf = (selection: Selection): string => ('node' in selection ? selection.node : selection.link);
