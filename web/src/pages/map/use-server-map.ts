import type { Panel, ServerMap } from '../../../../server/src/query/schema/map.ts';
import type { Query } from '../../data/api.ts';
import { useScope, useScopeQuery } from '../../data/scope.ts';
import { useSearchParams } from '../../data/search.ts';
import { useApi } from '../../data/use-api.ts';
import { type Options, readOptions } from './options.ts';

/** How often the map and its panel are asked for while live, ms. */
const BEAT = 5_000;

export function useOptions(): Options {
  return readOptions(useSearchParams());
}

/** What the map is asked for; undefined until an application is chosen. */
function useMapQuery(): Query | undefined {
  const scope = useScopeQuery();
  const { inbound, outbound, bidirectional, wasOnly } = useOptions();
  return scope && { ...scope, inbound, outbound, bidirectional, wasOnly };
}

export function useServerMap() {
  const query = useMapQuery();
  const { live } = useScope();
  return useApi<ServerMap>('/server-map', query, { enabled: query !== undefined, ...(live && { every: BEAT }) });
}

/** What is known of a node or link of the map. */
export function usePanel(part: { readonly node: string } | { readonly link: string }) {
  const query = useMapQuery();
  const { live } = useScope();
  return useApi<Panel>(
    '/server-map/panel',
    { ...query, ...part },
    { enabled: query !== undefined, ...(live && { every: BEAT }) },
  );
}
