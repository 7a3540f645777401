import { useTranslation } from 'react-i18next';
import type { HistogramView } from '../../../../../server/src/query/schema/map.ts';
import { Spread } from '../../../charts/summary/spread.tsx';
import { formatCount, formatExact } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import css from './servers.module.css';

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly histogram: HistogramView;
}

interface Props {
  readonly heading: string;
  readonly rows: readonly Row[];
  /** Key of the row that is picked out. */
  readonly picked?: string | undefined;
  readonly onPick?: ((key: string) => void) | undefined;
}

/** Agents or addresses, each with how its calls went; the busiest first. */
export function Servers({ heading, rows, picked, onPick }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const busiest = rows.toSorted((a, b) => b.histogram.total - a.histogram.total || a.name.localeCompare(b.name));
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" className={css.spread}>
            {t('map.servers.spread')}
          </th>
          <th scope="col">{t('map.servers.calls')}</th>
          <th scope="col">{t('map.servers.errors')}</th>
          <th scope="col">{t('map.servers.average')}</th>
          <th scope="col">{t('map.servers.max')}</th>
        </tr>
      </thead>
      <tbody>
        {busiest.map(({ key, name, histogram }) => (
          <tr key={key} data-picked={key === picked || undefined}>
            <th scope="row" className="ellipsis" title={name}>
              {onPick ? (
                <button type="button" aria-pressed={key === picked} onClick={() => onPick(key)}>
                  {name}
                </button>
              ) : (
                name
              )}
            </th>
            <td className={css.spread}>
              <Spread histogram={histogram} />
            </td>
            <td title={formatExact(histogram.total)}>{formatCount(histogram.total)}</td>
            <td data-some={histogram.errors > 0 || undefined}>{formatCount(histogram.errors)}</td>
            <td>{histogram.total > 0 ? duration(histogram.sum / histogram.total) : '–'}</td>
            <td>{histogram.total > 0 ? duration(histogram.max) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
