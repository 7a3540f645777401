import { useCallback, useMemo } from 'react';
import { advance, useNow } from './now.ts';
import {
  DEFAULT_RANGE,
  isRelative,
  type Range,
  type RangeChoice,
  readRange,
  readSpan,
  resolveRange,
  spanText,
  width,
} from './range.ts';
import { type Search, type SetOptions, useSearchParams, useSetSearch } from './search.ts';

/** What every page looks at. It lives in the address and survives going from page to page. */
export interface Scope {
  /** `name@SERVICE_TYPE`; undefined until one is chosen */
  readonly application: string | undefined;
  /** the service (namespace); undefined means DEFAULT */
  readonly service: string | undefined;
  readonly range: RangeChoice;
  /** whether the range moves with time; only a relative one can */
  readonly live: boolean;
}

const DAY = 86_400_000;

export function readScope(search: Search): Scope {
  const last = readSpan(search.last);
  const range = (last === undefined ? readRange(search.from, search.to) : { last }) ?? DEFAULT_RANGE;
  return {
    application: search.application || undefined,
    service: search.service || undefined,
    range,
    live: isRelative(range) && search.live !== 'false',
  };
}

/** The scope as parameters of the address. The range always stands there: a link means the same whatever the default becomes. */
export function writeScope(scope: Scope): Search {
  const { application, service, range } = scope;
  const relative = isRelative(range);
  return {
    application,
    service: service === 'DEFAULT' ? undefined : service,
    last: relative ? spanText(range.last) : undefined,
    from: relative ? undefined : String(range.from),
    to: relative ? undefined : String(range.to),
    live: relative && !scope.live ? 'false' : undefined,
  };
}

/** Going live gives up a fixed range for the newest one of its width; a fixed range gives up live. */
export function changeScope(scope: Scope, patch: Partial<Scope>): Scope {
  const next = { ...scope, ...patch };
  if (patch.live === true && !isRelative(next.range)) {
    const wide = width(next.range);
    return { ...next, range: wide <= DAY ? { last: Math.ceil(wide / 60_000) * 60_000 } : DEFAULT_RANGE };
  }
  return { ...next, live: next.live && isRelative(next.range) };
}

/** Only the scope's parameters of an address: what a link to another page takes along. */
export const scopeSearch = (search: Search): Search => writeScope(readScope(search));

export function useScope(): Scope {
  const search = useSearchParams();
  const text = JSON.stringify(scopeSearch(search));
  // The same object until the scope itself changes, so that it can stand in lists of dependencies.
  return useMemo(() => readScope(JSON.parse(text) as Search), [text]);
}

/** Parameters that mean something within one application only. */
const OF_ONE_APPLICATION = { node: undefined, link: undefined, agent: undefined, dots: undefined, filter: undefined };

/** Changes parts of the scope: `setScope({ range: { last: 3_600_000 } })`. Another application starts with nothing selected. */
export function useSetScope(): (patch: Partial<Scope>, options?: SetOptions) => void {
  const scope = useScope();
  const setSearch = useSetSearch();
  return useCallback(
    (patch, options) => {
      advance();
      const next = changeScope(scope, patch);
      const another = next.application !== scope.application || next.service !== scope.service;
      setSearch({ ...writeScope(next), ...(another && OF_ONE_APPLICATION) }, options);
    },
    [scope, setSearch],
  );
}

/** The stretch of time on screen, ms since 1970; the same object until it changes. */
export function useRange(): Range {
  const { range } = useScope();
  const { from, to } = resolveRange(range, useNow());
  return useMemo(() => ({ from, to }), [from, to]);
}

/** `{application, service, from, to}` as the API's routes take them; undefined until an application is chosen. */
export function useScopeQuery():
  | { application: string; service: string | undefined; from: number; to: number }
  | undefined {
  const { application, service } = useScope();
  const { from, to } = useRange();
  return useMemo(
    () => (application === undefined ? undefined : { application, service, from, to }),
    [application, service, from, to],
  );
}
