import type { HistogramView } from '../../../../server/src/query/schema/map.ts';
import { formatExact } from '../../data/format.ts';
import { countsOf, fills, labels, SLOTS } from './slots.ts';
import css from './summary.module.css';

/** Shares of the slots in one thin bar, for a row of a table. */
export function Spread({ histogram }: { histogram: HistogramView }) {
  const counts = countsOf(histogram);
  const text = counts
    .flatMap((count, i) => (count > 0 ? [`${labels[histogram.schema][i]} ${formatExact(count)}`] : []))
    .join(' · ');
  return (
    <span className={css.spread} role="img" aria-label={text} title={text}>
      {SLOTS.map((slot, i) => {
        const count = counts[i] ?? 0;
        return count === 0 ? null : <span key={slot} style={{ flexGrow: count, background: fills[slot] }} />;
      })}
    </span>
  );
}
