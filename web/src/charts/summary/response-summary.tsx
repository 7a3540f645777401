import type { HistogramView } from '../../../../server/src/query/schema/map.ts';
import { formatCount, formatExact, formatPercent } from '../../data/format.ts';
import { countsOf, fills, labels, SLOTS } from './slots.ts';
import css from './summary.module.css';

/** Calls by response time: one bar for each slot, named as Pinpoint names them. */
export function ResponseSummary({ histogram, label }: { histogram: HistogramView; label: string }) {
  const counts = countsOf(histogram);
  const most = Math.max(1, ...counts);
  return (
    <ul className={css.bars} aria-label={label}>
      {SLOTS.map((slot, i) => {
        const count = counts[i] ?? 0;
        const share = histogram.total === 0 ? 0 : count / histogram.total;
        return (
          <li key={slot} className={css.bar} title={`${formatExact(count)} · ${formatPercent(share)}`}>
            <span className={css.value} data-none={count === 0 || undefined}>
              {formatCount(count)}
            </span>
            <span className={css.column} aria-hidden>
              <span
                className={css.fill}
                style={{ height: `${(count / most) * 100}%`, minHeight: count > 0 ? 2 : 0, background: fills[slot] }}
              />
            </span>
            <span className={css.slot}>{labels[histogram.schema][i]}</span>
          </li>
        );
      })}
    </ul>
  );
}
