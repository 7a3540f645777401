import { useTranslation } from 'react-i18next';
import type { HistogramView } from '../../../../../server/src/query/schema/map.ts';
import { formatExact, formatPercent } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import css from './panel.module.css';

/** `Calls 1,234  Errors 2 (0.2%)  average 41 ms  maximum 2.1 s` */
export function Facts({ histogram, alert }: { histogram: HistogramView; alert: boolean }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { total, errors, sum, max } = histogram;
  const called = total > 0;
  return (
    <dl className={css.figures}>
      <Figure name={t('map.panel.calls')}>{formatExact(total)}</Figure>
      <Figure name={t('map.panel.errors')} alert={alert}>
        {formatExact(errors)}
        {called && <small> {formatPercent(errors / total)}</small>}
      </Figure>
      <Figure name={t('map.servers.average')}>{called ? duration(sum / total) : '–'}</Figure>
      <Figure name={t('map.servers.max')}>{called ? duration(max) : '–'}</Figure>
    </dl>
  );
}

function Figure({ name, alert = false, children }: { name: string; alert?: boolean; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-alert={alert || undefined}>{children}</dd>
    </div>
  );
}
