import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '../../lib/failure.ts';
import { TraceFilter } from '../schema/filter.ts';

const Filters = Type.Array(TraceFilter, { minItems: 1, maxItems: 8 });

/** The filters of a request; undefined where it has none. Throws REQUEST_INVALID. */
export function requestedFilters(text: string | undefined): Static<typeof Filters> | undefined {
  if (text === undefined || text === '') return undefined;
  const filters: unknown = parsed(text);
  if (!Value.Check(Filters, filters)) throw new Failure('REQUEST_INVALID', 'filter: a list of 1 to 8 filters is meant');
  return filters;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('REQUEST_INVALID', 'filter is not JSON');
  }
}
