import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../data/format.ts';
import { useLostSince } from '../../data/reach.ts';
import { queryClient } from '../../data/use-api.ts';
import { Partial } from '../states.tsx';

const BEAT = 3000;

/**
 * Says that what is on screen is old: because the server does not answer, or because it failed to renew a part.
 * While it does not answer, asks again by itself.
 */
export function LostBanner() {
  const { t } = useTranslation();
  const lost = useLostSince();
  const stale = useSyncExternalStore(subscribe, oldestStale);
  useEffect(() => {
    if (lost === undefined) return;
    const timer = setInterval(() => void queryClient.invalidateQueries({ type: 'active' }), BEAT);
    return () => clearInterval(timer);
  }, [lost]);
  if (lost !== undefined) return <Partial>{t('frame.lost', { time: formatTime(lost) })}</Partial>;
  return stale === undefined ? null : <Partial>{t('frame.stale', { time: formatTime(stale) })}</Partial>;
}

const subscribe = (listener: () => void): (() => void) => queryClient.getQueryCache().subscribe(listener);

/** When the oldest answer on screen came whose renewal failed, ms since 1970. */
function oldestStale(): number | undefined {
  const times = queryClient
    .getQueryCache()
    .findAll({ type: 'active', predicate: ({ state }) => state.status === 'error' })
    .filter(({ state }) => state.data !== undefined)
    .map(({ state }) => state.dataUpdatedAt);
  return times.length === 0 ? undefined : Math.min(...times);
}
