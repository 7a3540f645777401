import { useEffect, useState } from 'react';
import type { FilterProgress } from '../../../../../server/src/query/schema/filter.ts';
import type { Why, WhyLine } from '../../../../../server/src/query/schema/why.ts';
import { ApiError, getLines, type Query } from '../../../data/api.ts';
import { useRange } from '../../../data/scope.ts';
import { useFilterQuery } from '../filter/use-filters.ts';
import type { Asked } from '../transactions/use-transactions.ts';

export interface Answer {
  readonly why: Why | undefined;
  /** How far the transactions have been read. */
  readonly progress: FilterProgress | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}

type Come = Omit<Answer, 'retry'>;
const nothing: Come = { why: undefined, progress: undefined, error: undefined };

/** What sets the transactions of a rectangle apart from the rest of the range. Nobody looks any more: it is not read on. */
export function useWhy({ application, service, agent, selection }: Asked): Answer {
  const { from, to } = useRange();
  const { filter } = useFilterQuery();
  const { from: since, to: until, elapsedFrom, elapsedTo, status } = selection;
  const dots = [since, until, elapsedFrom, elapsedTo ?? 'max', status].join('-');
  const [again, setAgain] = useState(0);
  const [come, setCome] = useState(nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks the same question once more
  useEffect(() => {
    const gone = new AbortController();
    setCome(nothing);
    const query = { application, service, from, to, dots, agent, filter };
    read(query, gone.signal, (more) => setCome((before) => ({ ...before, ...more }))).catch((error: unknown) => {
      if (!gone.signal.aborted) setCome((before) => ({ ...before, error }));
    });
    return () => gone.abort();
  }, [application, service, agent, from, to, dots, filter, again]);
  return { ...come, retry: () => setAgain(again + 1) };
}

async function read(query: Query, signal: AbortSignal, tell: (come: Partial<Come>) => void): Promise<void> {
  for await (const line of getLines<WhyLine>('/why', query, signal)) {
    if (line.kind === 'problem') throw new ApiError(line.problem);
    tell(line.kind === 'why' ? { why: line.why } : { progress: line.progress });
  }
}
