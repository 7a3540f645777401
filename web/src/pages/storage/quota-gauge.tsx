import { useTranslation } from 'react-i18next';
import type { StorageView } from '../../../../server/src/query/schema/storage.ts';
import { formatBytes, formatPercent } from '../../data/format.ts';
import { Fact, Gauge } from './gauge.tsx';

/** What all data takes of what it may take, how fast it grows, and until when it fits. */
export function QuotaGauge({ storage }: { readonly storage: StorageView }) {
  const { t } = useTranslation();
  const { used, quota, growthPerDay } = storage;
  const share = used / quota;
  const value = t('storage.of', { used: formatBytes(used), all: formatBytes(quota), share: formatPercent(share) });
  return (
    <Gauge
      title={t('storage.quota')}
      value={value}
      share={share}
      parts={[{ share, kind: storage.why === 'quota' ? 'full' : 'ours' }]}
    >
      <Fact name={t('storage.growth')}>
        {growthPerDay === null ? t('storage.growthUnknown') : t('storage.perDay', { bytes: formatBytes(growthPerDay) })}
      </Fact>
      <Fact name={t('storage.untilQuota')}>
        <Until storage={storage} />
      </Fact>
      <Fact name={t('storage.quota')} setting="FINEPOINT_QUOTA">
        {formatBytes(quota)}
      </Fact>
    </Gauge>
  );
}

function Until({ storage: { growthPerDay, daysUntilQuota } }: { readonly storage: StorageView }) {
  const { t } = useTranslation();
  if (growthPerDay === null) return t('storage.growthUnknown');
  return daysUntilQuota === null ? t('storage.never') : t('storage.days', { count: daysUntilQuota });
}
