import {
  keepPreviousData,
  QueryClient,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query';
import type { AgentView, Refusal } from '../../../server/src/query/schema/agent.ts';
import type { ApplicationSummary } from '../../../server/src/query/schema/application.ts';
import type { Setup } from '../../../server/src/query/schema/setup.ts';
import { ApiError, get, type Query } from './api.ts';
import { setServerTime } from './clock.ts';

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

/**
 * The JSON answer of a GET route, cached by path and query, cancelled when nobody looks any more. While only the
 * range moves, the answer before stays until the new one is there; that of another application does not.
 */
export function useApi<T>(path: string, query: Query = {}, options: Options = {}): UseQueryResult<T, Error> {
  const asked: UseQueryOptions<T, Error, T, readonly [string, Query]> = {
    queryKey: [path, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    meta: { live: options.live ?? false },
    placeholderData: (before, beforeQuery) => {
      const [beforePath, asked] = beforeQuery?.queryKey ?? [];
      const same = beforePath === path && asked !== undefined && sameBut(asked, query);
      return options.keep !== false && same ? keepPreviousData(before) : undefined;
    },
  };
  return useQuery(asked);
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
