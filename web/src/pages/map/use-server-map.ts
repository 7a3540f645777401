import { useState } from 'react';
import type { Panel, ServerMap } from '../../../../server/src/query/schema/map.ts';
import type { Query } from '../../data/api.ts';
import { useScopeQuery } from '../../data/scope.ts';
import { useSearchParams } from '../../data/search.ts';
import { useApi } from '../../data/use-api.ts';
import { filterText } from './filter/filters.ts';
import { type Options, readOptions } from './options.ts';

export function useOptions(): Options {
  return readOptions(useSearchParams());
}

/** What the map is asked for; undefined until an application is chosen. */
export function useMapQuery(): Query | undefined {
  const scope = useScopeQuery();
  const { inbound, outbound, bidirectional, wasOnly } = useOptions();
  const filter = filterText(useSearchParams());
  return scope && { ...scope, inbound, outbound, bidirectional, wasOnly, filter };
}

/** While a filtered map grows, it is asked for again and again. */
const GROWING = 700;

export function useServerMap() {
  const query = useMapQuery();
  const [growing, setGrowing] = useState(false);
  const every = growing && query?.filter !== undefined ? { every: GROWING } : {};
  const answer = useApi<ServerMap>('/server-map', query, { enabled: query !== undefined, live: true, ...every });
  const running = answer.data?.filtered?.end === 'running';
  if (running !== growing) setGrowing(running);
  return answer;
}

/** What is known of a node or link of the map. */
export function usePanel(part: { readonly node: string } | { readonly link: string }) {
  const query = useMapQuery();
  const growing = useServerMap().data?.filtered?.end === 'running';
  const options = { enabled: query !== undefined, live: true, ...(growing && { every: GROWING * 2 }) };
  return useApi<Panel>('/server-map/panel', { ...query, ...part }, options);
}
