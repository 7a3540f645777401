import { useTranslation } from 'react-i18next';
import { formatCount, formatExact, formatPercent } from '../../data/format.ts';
import type { Range } from '../../data/range.ts';
import { countsOf, fills, labels, type Schema, SLOTS } from '../summary/slots.ts';
import css from './load.module.css';
import { SlotTime } from './slot-time.tsx';
import { columns, type Slice, sliceAt, totalOf, xOf } from './stack.ts';
import { TimeChart } from './time-chart.tsx';

export interface LoadProps {
  readonly series: readonly Slice[];
  /** Width of a time slot, ms. */
  readonly slot: number;
  readonly schema: Schema;
  readonly range: Range;
  /** Up to when calls are counted, ms: the time slot that holds it is still growing. */
  readonly until?: number | undefined;
  /** What a drag selects. */
  readonly onZoom?: ((range: Range) => void) | undefined;
  /** What a double click asks for. */
  readonly onZoomOut?: (() => void) | undefined;
}

/** Calls over time, stacked by response time. */
export function Load({ series, slot, schema, range, until = range.to, onZoom, onZoomOut }: LoadProps) {
  const { t } = useTranslation();
  const most = Math.max(0, ...series.map(totalOf));
  const growing = until < range.to ? sliceAt(series, slot, until) : undefined;
  return (
    <TimeChart
      range={range}
      most={most}
      label={t('map.panel.load')}
      unit={formatCount}
      onZoom={onZoom}
      onZoomOut={onZoomOut}
      empty={most === 0 ? t('map.panel.noCalls') : undefined}
      draw={(plot) => (
        <>
          {columns(series, slot, plot).map((d, i) => (
            <path key={SLOTS[i]} d={d} fill={fills[SLOTS[i] ?? 'fast']} />
          ))}
          {growing && (
            <rect className={css.growing} x={xOf(plot, growing.at)} width={plot.width} height={plot.height} />
          )}
        </>
      )}
      tell={(at) => {
        const slice = sliceAt(series, slot, at);
        return (
          slice && (
            <>
              <SlotTime at={slice.at} slot={slot} />
              {slice === growing && <div className={css.when}>{t('map.panel.growing')}</div>}
              <SlotTable slice={slice} schema={schema} />
            </>
          )
        );
      }}
    />
  );
}

function SlotTable({ slice, schema }: { slice: Slice; schema: Schema }) {
  const { t } = useTranslation();
  const total = totalOf(slice);
  return (
    <table className={css.values}>
      <tbody>
        {countsOf(slice).map((count, i) => (
          <tr key={SLOTS[i]}>
            <td>
              <i className={css.swatch} style={{ background: fills[SLOTS[i] ?? 'fast'] }} />
              {labels[schema][i]}
            </td>
            <td>{formatExact(count)}</td>
            <td>{total === 0 ? '' : formatPercent(count / total)}</td>
          </tr>
        ))}
        <tr className={css.sum}>
          <td>{t('map.panel.calls')}</td>
          <td>{formatExact(total)}</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}
