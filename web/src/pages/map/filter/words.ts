import type { TFunction } from 'i18next';
import type { TraceFilter } from '../../../../../server/src/query/schema/filter.ts';
import type { useFormat } from '../../../data/use-format.ts';
import { endName, isUser } from './filters.ts';

/** A filter as a person would say it: `shop-api → orders · ≥ 500 ms · Failed`. */
export function filterWords(
  filter: TraceFilter,
  t: TFunction,
  { duration }: Pick<ReturnType<typeof useFormat>, 'duration'>,
): string {
  const name = (key: string, agent: string | undefined) =>
    (isUser(key) ? t('filter.users') : endName(key)) + (agent === undefined ? '' : ` (${agent})`);
  const { from, fromAgent, to, toAgent, atLeast, atMost, result, path } = filter;
  const way = from === undefined ? name(to, toAgent) : `${name(from, fromAgent)} → ${name(to, toAgent)}`;
  const parts = [
    way,
    atLeast !== undefined && t('filter.slower', { time: duration(atLeast) }),
    atMost !== undefined && t('filter.faster', { time: duration(atMost) }),
    result !== undefined && t(result === 'failed' ? 'filter.failed' : 'filter.success'),
    path,
  ];
  return parts.filter((part) => typeof part === 'string').join(' · ');
}
