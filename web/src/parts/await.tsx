import type { ReactNode } from 'react';
import type { Answer } from '../data/use-api.ts';
import { ErrorState, Loading } from './states.tsx';

interface Props<T> {
  readonly query: Pick<Answer<T>, 'data' | 'error' | 'refetch'>;
  /** what stands there meanwhile, of the same size; a plain skeleton if left out */
  readonly loading?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** The answer of a query, or its loading or error state. An older answer stays on screen while a new one fails or loads. */
export function Await<T>({ query, loading = <Loading />, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return loading;
}
