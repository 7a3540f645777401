import type { TraceFilter } from '../../../../../server/src/query/schema/filter.ts';
import type { Search } from '../../../data/search.ts';

/** The filters that stand in an address; none where what stands there is no list of filters. */
export function readFilters(search: Search): readonly TraceFilter[] {
  if (search.filter === undefined) return [];
  try {
    const filters: unknown = JSON.parse(search.filter);
    return Array.isArray(filters) ? filters.filter(isFilter) : [];
  } catch {
    return [];
  }
}

export const writeFilters = (filters: readonly TraceFilter[]): Search => ({
  filter: filters.length === 0 ? undefined : JSON.stringify(filters),
});

/** As the API takes it; undefined where there is none. */
export const filterText = (search: Search): string | undefined => writeFilters(readFilters(search)).filter;

const isFilter = (value: unknown): value is TraceFilter =>
  typeof value === 'object' && value !== null && 'to' in value && typeof value.to === 'string';

/** What a key of a node (`service^name^TYPE`) calls it. */
export const endName = (key: string): string => key.split('^').slice(1, -1).join('^') || key;

/** `service^app_TYPE^USER` is whoever calls the application from outside. */
export const isUser = (key: string): boolean => key.endsWith('^USER');
