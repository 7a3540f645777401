import { useTranslation } from 'react-i18next';
import { useFormat } from '../../data/use-format.ts';
import css from './load.module.css';
import type { LoadProps } from './load.tsx';
import { SlotTime } from './slot-time.tsx';
import { line, lonely, type Slice, sliceAt, totalOf, xOf, yOf } from './stack.ts';
import { TimeChart } from './time-chart.tsx';

const averageOf = (slice: Slice): number => (totalOf(slice) === 0 ? 0 : slice.sum / totalOf(slice));

/** Average and greatest response time over time. */
export function AverageAndMax({ series, slot, range, onZoom, onZoomOut }: Omit<LoadProps, 'schema'>) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const most = Math.max(0, ...series.map(({ max }) => max));
  return (
    <TimeChart
      range={range}
      most={most}
      label={t('map.panel.average')}
      unit={duration}
      onZoom={onZoom}
      onZoomOut={onZoomOut}
      empty={series.every((slice) => totalOf(slice) === 0) ? t('map.panel.noCalls') : undefined}
      draw={(plot) => (
        <>
          <path className={css.max} d={line(series, slot, plot, ({ max }) => max)} />
          <path className={css.average} d={line(series, slot, plot, averageOf)} />
          {lonely(series).map((slice) => (
            <g key={slice.at} transform={`translate(${xOf(plot, slice.at + slot / 2)} 0)`}>
              <circle className={css.max} cy={yOf(plot, slice.max)} r={2.5} />
              <circle className={css.averagePoint} cy={yOf(plot, averageOf(slice))} r={3} />
            </g>
          ))}
        </>
      )}
      tell={(at) => {
        const slice = sliceAt(series, slot, at);
        return (
          slice && (
            <>
              <SlotTime at={slice.at} slot={slot} />
              <table className={css.values}>
                <tbody>
                  <tr>
                    <td>{t('map.panel.avg')}</td>
                    <td>{totalOf(slice) === 0 ? '–' : duration(averageOf(slice))}</td>
                  </tr>
                  <tr>
                    <td>{t('map.panel.max')}</td>
                    <td>{totalOf(slice) === 0 ? '–' : duration(slice.max)}</td>
                  </tr>
                </tbody>
              </table>
            </>
          )
        );
      }}
    />
  );
}

/** Which line is which: the maximum is dashed, so that colour is not needed. */
export function AverageLegend() {
  const { t } = useTranslation();
  return (
    <span className={css.legend}>
      <svg width="18" height="8" aria-hidden>
        <path className={css.average} d="M0 4H18" />
      </svg>
      {t('map.panel.avg')}
      <svg width="18" height="8" aria-hidden>
        <path className={css.max} d="M0 4H18" />
      </svg>
      {t('map.panel.max')}
    </span>
  );
}
