import type { Panel } from '../../../../server/src/query/schema/map.ts';
import { useFormat } from '../../data/use-format.ts';
import css from './percentiles.module.css';

/** `p50 41 ms  p95 380 ms  p99 2.1 s` */
export function Percentiles({ values }: { values: Panel['percentiles'] }) {
  const { duration } = useFormat();
  if (values === null) return null;
  return (
    <dl className={css.list}>
      {(['p50', 'p95', 'p99'] as const).map((name) => (
        <div key={name} className={css.item}>
          <dt>{name}</dt>
          <dd>{duration(values[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
