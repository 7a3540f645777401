import { useTranslation } from 'react-i18next';
import type { StoredKind } from '../../../../server/src/query/schema/storage.ts';
import { formatBytes } from '../../data/format.ts';
import { barsOf, periodName } from './period.ts';
import classes from './storage.module.css';

const HEIGHT = 20;

/** The bytes of each period as columns, oldest first; hovering one says which it is. */
export function PeriodBars({ kind, name }: { readonly kind: StoredKind; readonly name: string }) {
  const { t } = useTranslation();
  if (kind.period === 'permanent') return null;
  const bars = barsOf(kind.days, kind.period);
  const most = Math.max(1, ...bars.map(({ bytes }) => bytes));
  const step = bars.length > 31 ? 3 : 8;
  return (
    <svg
      className={classes.bars}
      width={bars.length * step}
      height={HEIGHT}
      viewBox={`0 0 ${bars.length * step} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('storage.bars', { name, count: bars.length })}
    >
      {bars.map(({ day, bytes }, place) => {
        const height = bytes === 0 ? 0 : Math.max(1, (bytes / most) * (HEIGHT - 2));
        return (
          <g key={day}>
            <title>{`${periodName(day, kind.period)} · ${formatBytes(bytes)}`}</title>
            <rect className={classes.column} x={place * step} width={step - 1} y={0} height={HEIGHT} data-ground />
            <rect className={classes.column} x={place * step} width={step - 1} y={HEIGHT - height} height={height} />
          </g>
        );
      })}
    </svg>
  );
}
