import { useMemo } from 'react';
import type { TraceFilter } from '../../../../../server/src/query/schema/filter.ts';
import { useRange, useScope } from '../../../data/scope.ts';
import { useSearchParams, useSetSearch } from '../../../data/search.ts';
import { filterText, readFilters, writeFilters } from './filters.ts';

/** The filters in the address, and how to change them. Filtering holds the range still: what is filtered is read once. */
export function useFilters() {
  const search = useSearchParams();
  const setSearch = useSetSearch();
  const { from, to } = useRange();
  const text = filterText(search);
  const filters = useMemo(() => readFilters({ filter: text }), [text]);
  const set = (next: readonly TraceFilter[]) =>
    setSearch({
      ...writeFilters(next),
      ...(next.length > 0 && { from: String(from), to: String(to), last: undefined, live: undefined }),
    });
  return { filters, set };
}

/** What requests for dots and transactions carry while the map is filtered. */
export function useFilterQuery(): { readonly filter: string | undefined; readonly center: string | undefined } {
  const filter = filterText(useSearchParams());
  const { application } = useScope();
  return { filter, center: filter === undefined ? undefined : application };
}
