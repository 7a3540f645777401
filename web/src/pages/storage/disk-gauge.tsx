import { useTranslation } from 'react-i18next';
import type { StorageView } from '../../../../server/src/query/schema/storage.ts';
import { formatBytes, formatPercent } from '../../data/format.ts';
import { Fact, Gauge } from './gauge.tsx';

/** What is taken of the disk, by our data and by others, and what must stay free. */
export function DiskGauge({ storage: { used, free, size, minFree, why } }: { readonly storage: StorageView }) {
  const { t } = useTranslation();
  const others = Math.max(0, size - free - used);
  const share = size === 0 ? 0 : 1 - free / size;
  return (
    <Gauge
      title={t('storage.disk')}
      value={t('storage.of', { used: formatBytes(size - free), all: formatBytes(size), share: formatPercent(share) })}
      share={share}
      parts={[
        { share: used / size, kind: why === 'disk' || why === 'write' ? 'full' : 'ours' },
        { share: others / size, kind: 'others' },
      ]}
      mark={minFree < size ? 1 - minFree / size : undefined}
    >
      <Fact name={t('storage.ours')}>{formatBytes(used)}</Fact>
      <Fact name={t('storage.others')}>{formatBytes(others)}</Fact>
      <Fact name={t('storage.free')}>{formatBytes(free)}</Fact>
      <Fact name={t('storage.minFree')} setting="FINEPOINT_MIN_FREE">
        {formatBytes(minFree)}
      </Fact>
    </Gauge>
  );
}
