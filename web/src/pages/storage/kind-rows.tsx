import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { useTranslation } from 'react-i18next';
import type { StoredKind, StoredPeriod } from '../../../../server/src/query/schema/storage.ts';
import { formatBytes, formatCount, formatExact } from '../../data/format.ts';
import { periodName, spansOf } from './period.ts';
import { PeriodBars } from './period-bars.tsx';
import classes from './storage.module.css';

interface Props {
  readonly kind: StoredKind;
  readonly open: boolean;
  readonly toggle: () => void;
}

/** A kind and, where it is open, each of its periods. */
export function KindRows({ kind, open, toggle }: Props) {
  const { t, i18n } = useTranslation();
  const Sign = open ? IconChevronDown : IconChevronRight;
  // A kind of a newer server has no words here; its name says more than nothing.
  const known = i18n.exists(`storage.kinds.${kind.kind}`);
  const name = known ? t(`storage.kinds.${kind.kind}` as 'storage.kinds.trace') : kind.kind;
  const most = Math.max(...kind.days.map(({ bytes }) => bytes));
  return (
    <tbody>
      <tr>
        <td>
          <button type="button" className={classes.toggle} aria-expanded={open} onClick={toggle}>
            <Sign size={14} aria-hidden />
            <span className={classes.name}>{name}</span>
            {known && <span className={classes.dim}>{t(`storage.about.${kind.kind}` as 'storage.about.trace')}</span>}
          </button>
        </td>
        <td>
          <Kept retention={kind.retention} />
        </td>
        <td className="tabular">{kind.oldest === null ? '–' : periodName(kind.oldest, kind.period)}</td>
        <Spans count={spansOf(kind.days)} />
        <Bytes bytes={kind.bytes} />
        <td>
          <PeriodBars kind={kind} name={name} />
        </td>
      </tr>
      {open &&
        kind.days.toReversed().map((period) => (
          <tr key={period.day ?? ''} className={classes.period}>
            <td />
            <td />
            <td className="tabular">{periodName(period.day, kind.period) || t('storage.always')}</td>
            <Spans count={period.spans} />
            <Bytes bytes={period.bytes} />
            <td>
              <Share period={period} most={most} />
            </td>
          </tr>
        ))}
    </tbody>
  );
}

/** How long it is kept, and the variable that says so. */
function Kept({ retention }: Pick<StoredKind, 'retention'>) {
  const { t } = useTranslation();
  if (retention === null) return t('storage.forever');
  return (
    <>
      {t('storage.keptDays', { count: retention.days })}
      {retention.setting !== null && <code className={classes.setting}>{retention.setting}</code>}
    </>
  );
}

const Spans = ({ count }: { readonly count: number | null }) => (
  <td data-number title={count === null ? undefined : formatExact(count)}>
    {count === null ? '–' : formatCount(count)}
  </td>
);

const Bytes = ({ bytes }: { readonly bytes: number }) => (
  <td data-number title={`${formatExact(bytes)} B`}>
    {formatBytes(bytes)}
  </td>
);

/** A period beside the largest of its kind. */
const Share = ({ period, most }: { readonly period: StoredPeriod; readonly most: number }) => (
  <div className={classes.share} style={{ width: `${most === 0 ? 0 : (period.bytes / most) * 100}%` }} />
);
