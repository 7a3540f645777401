import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../data/format.ts';
import { useLostSince } from '../../data/reach.ts';
import { queryClient } from '../../data/use-api.ts';
import { Partial } from '../states.tsx';

const BEAT = 3000;

/** Says that the server does not answer, so that old figures are not taken for new ones; and tries again by itself. */
export function LostBanner() {
  const { t } = useTranslation();
  const since = useLostSince();
  useEffect(() => {
    if (since === undefined) return;
    const timer = setInterval(() => void queryClient.invalidateQueries({ type: 'active' }), BEAT);
    return () => clearInterval(timer);
  }, [since]);
  return since === undefined ? null : <Partial>{t('frame.lost', { time: formatTime(since) })}</Partial>;
}
