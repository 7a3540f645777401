import { useQueries } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { Transaction, Transactions } from '../../../../../server/src/query/schema/transaction.ts';
import type { Selected } from '../../../charts/scatter/scatter.tsx';
import { get } from '../../../data/api.ts';
import { useFilterQuery } from '../filter/use-filters.ts';
import { PAGE, pagesOf, type Sort } from './pages.ts';

/** Whose transactions, and which rectangle of the scatter chart. */
export interface Asked {
  /** `name@SERVICE_TYPE` */
  readonly application: string;
  readonly service?: string | undefined;
  /** Of this agent id only. */
  readonly agent?: string | undefined;
  readonly selection: Selected;
}

export interface Answer {
  /** undefined until the first page is there */
  readonly total: number | undefined;
  /** A row that is not there yet is undefined. */
  readonly at: (index: number) => Transaction | undefined;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

/** The transactions of a rectangle, a page at a time: those pages that hold the rows `first` … `last`. */
export function useTransactions(asked: Asked, sort: Sort, first: number, last: number): Answer {
  const { application, service, agent, selection } = asked;
  const query = { application, service, agent, ...useFilterQuery(), ...selection, ...sort };
  const key = JSON.stringify(query);
  const known = useRef<{ key: string; total: number }>(undefined);
  const numbers = pagesOf(first, last, known.current?.key === key ? known.current.total : 0);
  const results = useQueries({
    queries: numbers.map((number) => ({
      queryKey: ['/transactions', query, number],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        get<Transactions>('/transactions', { ...query, offset: number * PAGE, limit: PAGE }, signal),
      // A rectangle lies in the past: what is in it hardly changes.
      staleTime: 60_000,
      gcTime: 60_000,
    })),
  });
  const total = results.find(({ data }) => data !== undefined)?.data?.total;
  if (total !== undefined) known.current = { key, total };
  const failed = results.find(({ error, data }) => error !== null && data === undefined);
  const pages = results.map(({ data }) => data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pages themselves, not the list made of them
  const at = useMemo(
    () =>
      (index: number): Transaction | undefined =>
        pages[numbers.indexOf(Math.floor(index / PAGE))]?.items[index % PAGE],
    [key, numbers.join(), ...pages],
  );
  return {
    total: total ?? (known.current?.key === key ? known.current.total : undefined),
    at,
    error: failed?.error ?? undefined,
    retry: () => void failed?.refetch(),
  };
}
