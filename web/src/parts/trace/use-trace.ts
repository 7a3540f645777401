import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Trace, TraceQuery } from '../../../../server/src/query/schema/trace.ts';
import { get } from '../../data/api.ts';
import { unpack } from './unpack.ts';

/** A trace by its id; undefined asks for none. `at` (when about it was received, ms) makes finding it faster. */
export function useTrace(traceId: string | undefined, { at, spanId }: TraceQuery): UseQueryResult<Trace, Error> {
  return useQuery<Trace>({
    queryKey: ['/traces', traceId, at, spanId],
    queryFn: async ({ signal }) =>
      unpack(await get<unknown>(`/traces/${encodeURIComponent(traceId ?? '')}`, { at, spanId }, signal)),
    enabled: traceId !== undefined,
    // A trace changes only while parts of it arrive, and then the viewer loads it again.
    staleTime: 60_000,
    gcTime: 60_000,
    structuralSharing: false,
  });
}
