import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../data/format.ts';
import { useStorage } from '../../data/use-storage.ts';
import { ScopeLink } from '../scope-link.tsx';
import { Partial } from '../states.tsx';

const BEAT = 15_000;

/** Says on every page that nothing more is stored, why, and where to see more. */
export function StorageBanner() {
  const { t } = useTranslation();
  const { data } = useStorage(BEAT);
  if (data === undefined || data.guard === 'open' || data.why === '') return null;
  const { why, free, quota } = data;
  return (
    <Partial>
      <span>
        {t(`storage.closed.${why}`, { free: formatBytes(free), quota: formatBytes(quota) })}{' '}
        <ScopeLink to="/storage">{t('storage.show')}</ScopeLink>
      </span>
    </Partial>
  );
}
