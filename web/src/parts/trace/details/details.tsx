import { ActionIcon } from '@mantine/core';
import IconX from '@tabler/icons-react/icons/IconX';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace, TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import { formatTimeMs } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { KindIcon } from '../kind-icon.tsx';
import { applicationColour } from '../number.ts';
import classes from './details.module.css';
import { Sql } from './sql.tsx';
import { Stack } from './stack.tsx';

interface Props {
  readonly trace: Trace;
  readonly row: TraceRow;
  readonly onClose: () => void;
}

/** Everything that is known of one call. */
export function Details({ trace, row, onClose }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const title = useId();
  const application = trace.applications[row.application];
  const agent = trace.agents[row.agent];
  return (
    <aside className={classes.panel} aria-labelledby={title}>
      <header className={classes.head} style={{ borderLeftColor: applicationColour(row.application) }}>
        <KindIcon row={row} t={t} />
        <h2 id={title}>{row.title}</h2>
        <ActionIcon aria-label={t('trace.details.close')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <section className={classes.body} tabIndex={0} aria-labelledby={title}>
        {row.exception && (
          <section className={classes.exception}>
            <h3>{t('trace.details.exception')}</h3>
            <p className="mono">{row.exception.className}</p>
            {row.exception.message !== '' && <p>{row.exception.message}</p>}
            <Stack chain={row.exception.chain} />
          </section>
        )}
        {row.sql ? (
          <Sql sql={row.sql} />
        ) : (
          row.argument !== '' && (
            <section>
              <h3>{t('trace.details.argument')}</h3>
              <p className="mono">{row.argument}</p>
            </section>
          )
        )}
        <section>
          <h3>{t('trace.details.timing')}</h3>
          <Table
            rows={[
              [t('trace.tree.start'), `${formatTimeMs(trace.startTime + row.start)} (+${duration(row.start)})`],
              [t('trace.tree.gap'), duration(row.gap)],
              [t('trace.tree.exec'), duration(row.elapsed)],
              [t('trace.tree.self'), duration(row.self)],
            ]}
          />
        </section>
        <section>
          <h3>{t('trace.details.more')}</h3>
          <Table
            rows={[
              [t('trace.tree.class'), row.className],
              [t('trace.tree.api'), row.api],
              [
                t('trace.tree.application'),
                application ? `${application.applicationName} (${application.serviceType})` : '',
              ],
              [t('trace.tree.agent'), agent ? named(agent) : ''],
              [t('trace.details.span'), row.spanId],
              ...row.details.map(({ name, value }): [string, string] => [name, value]),
            ]}
          />
        </section>
      </section>
    </aside>
  );
}

const named = ({ agentId, agentName }: Trace['agents'][number]): string =>
  agentName === agentId || agentName === '' ? agentId : `${agentName} (${agentId})`;

/** Names and values; those without a value are left out. */
function Table({ rows }: { readonly rows: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <table className={classes.table}>
      <tbody>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value], i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: attributes may share a name
            <tr key={i}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
