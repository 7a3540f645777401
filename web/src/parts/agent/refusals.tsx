import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../../server/src/query/schema/agent.ts';
import { formatCount, formatExact } from '../../data/format.ts';
import { useFormat } from '../../data/use-format.ts';
import table from '../table.module.css';
import { useClock } from '../use-clock.ts';
import { reasonText } from './reason-text.ts';
import classes from './refusals.module.css';

/** Calls that were refused, newest first: who called, what was wrong, what to correct. */
export function Refusals({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const now = useClock();
  const shown = refusals.toSorted((a, b) => b.at - a.at);
  const or = (text: string) => text || <span className={classes.dim}>{t('agents.refused.nameless')}</span>;
  return (
    <table className={`${table.table} ${classes.refusals}`}>
      <thead>
        <tr>
          <th scope="col">{t('agents.refused.last')}</th>
          <th scope="col" data-number>
            {t('agents.refused.times')}
          </th>
          <th scope="col">{t('agents.refused.reason')}</th>
          <th scope="col">{t('agents.application')}</th>
          <th scope="col">{t('agents.id')}</th>
          <th scope="col">{t('agents.refused.from')}</th>
          <th scope="col">{t('agents.refused.method')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((refusal) => {
          const why = reasonText(i18n, refusal.reason);
          return (
            <tr
              key={`${refusal.address} ${refusal.method} ${refusal.agentId} ${refusal.applicationName} ${refusal.reason}`}
            >
              <td title={format.dateTime(refusal.at)}>{format.ago(refusal.at, now)}</td>
              <td data-number title={formatExact(refusal.count)}>
                {formatCount(refusal.count)}
              </td>
              <td className={classes.why}>{why}</td>
              <td title={refusal.applicationName}>{or(refusal.applicationName)}</td>
              <td title={refusal.agentId}>{or(refusal.agentId)}</td>
              <td className="mono" title={refusal.address}>
                {refusal.address}
              </td>
              <td className="mono" title={refusal.method}>
                {refusal.method}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
