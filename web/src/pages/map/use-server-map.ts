import type { Panel, ServerMap } from '../../../../server/src/query/schema/map.ts';
import type { Query } from '../../data/api.ts';
import { useScopeQuery } from '../../data/scope.ts';
import { useSearchParams } from '../../data/search.ts';
import { useApi } from '../../data/use-api.ts';
import { type Options, readOptions } from './options.ts';

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
  return useApi<ServerMap>('/server-map', query, { enabled: query !== undefined, live: true });
}

/** What is known of a node or link of the map. */
export function usePanel(part: { readonly node: string } | { readonly link: string }) {
  const query = useMapQuery();
  return useApi<Panel>('/server-map/panel', { ...query, ...part }, { enabled: query !== undefined, live: true });
}
