import { QueryClient, type QueryState, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AgentView, Refusal } from '../../../server/src/query/schema/agent.ts';
import type { ApplicationSummary } from '../../../server/src/query/schema/application.ts';
import type { Setup } from '../../../server/src/query/schema/setup.ts';
import { ApiError, get, type Query } from './api.ts';
import { serverTime, setServerTime } from './clock.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // What the server refuses it will refuse again; only silence and overload are worth a second try.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
    },
  },
});

export interface Options {
  /** Ask only when true. */
  readonly enabled?: boolean;
  /** Ask again after so many ms, while the page is visible. */
  readonly every?: number;
  /** Renewed with every beat of a live page. */
  readonly live?: boolean;
  /** Whether the answer before stays on screen while only the range moves; yes if left out. */
  readonly keep?: boolean;
}

/** Whether two questions differ in nothing but the time they ask about. */
export function sameBut(one: Query, other: Query): boolean {
  const rest = ({ from: _from, to: _to, ...others }: Query) => JSON.stringify(others);
  return rest(one) === rest(other);
}

export interface Answer<T> {
  readonly data: T | undefined;
  /** When `data` was answered, by the server's clock, ms. */
  readonly at: number;
  /** Why there is no answer, or no newer one. */
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/**
 * The JSON answer of a GET route, cached by path and query, cancelled when nobody looks any more. While only the
 * range moves, the answer before stays until the new one is there, and also where that fails to come; that of another
 * application does not, and what the server refuses is said at once.
 */
export function useApi<T>(path: string, query: Query = {}, options: Options = {}): Answer<T> {
  const result = useQuery<T, Error, T, readonly [string, Query]>({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    meta: { live: options.live ?? false },
    ...(options.keep !== false && {
      initialData: () => latestBut<T>(path, query)?.data,
      initialDataUpdatedAt: () => latestBut<T>(path, query)?.dataUpdatedAt,
    }),
    // What began with the answer before is never new enough.
    ...('from' in query && { staleTime: 0 }),
  });
  const { error, isFetching, refetch, dataUpdatedAt } = result;
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return { data: refused ? undefined : result.data, at: serverTime(dataUpdatedAt), error, isFetching, refetch };
}

/** The latest answer to the same question about another time. */
function latestBut<T>(path: string, query: Query) {
  const others = queryClient
    .getQueryCache()
    .findAll({
      predicate: ({ queryKey: [other, asked], state }) =>
        other === path && state.data !== undefined && sameBut((asked ?? {}) as Query, query),
    })
    .map(({ state }) => state as QueryState<T, Error>);
  return others.toSorted((a, b) => b.dataUpdatedAt - a.dataUpdatedAt)[0];
}

export const useApplications = (options: Options = { every: 30_000 }) =>
  useApi<ApplicationSummary[]>('/applications', {}, options);

export const useAgents = (stopped: boolean, options: Options = {}) =>
  useApi<AgentView[]>('/agents', { stopped }, options);

export const useRefusals = (options: Options = {}) => useApi<Refusal[]>('/agents/refused', {}, options);

/** What this server is; also sets the clock by it. */
export function useSetup(options: Options = {}): UseQueryResult<Setup, Error> {
  return useQuery<Setup>({
    queryKey: ['/setup'],
    queryFn: async ({ signal }) => {
      const setup = await get<Setup>('/setup', {}, signal);
      setServerTime(setup.now, Date.now());
      return setup;
    },
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
  });
}
