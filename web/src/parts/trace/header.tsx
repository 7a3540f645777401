import { ActionIcon, Tooltip } from '@mantine/core';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '../../../../server/src/query/schema/trace.ts';
import { formatExact, formatZone } from '../../data/format.ts';
import { useFormat } from '../../data/use-format.ts';
import { Copy } from './copy.tsx';
import type { Sums } from './families.ts';
import { type TraceAddress, TraceLink } from './trace-link.tsx';
import classes from './trace-view.module.css';

interface Props {
  readonly trace: Trace;
  readonly sums: Sums;
  /** Asks the server again; offered while parts are missing. */
  readonly onReload?: (() => void) | undefined;
  /** Where its own page is; left out there. */
  readonly link?: TraceAddress | undefined;
}

/** What, when, how long, and whether it is all there. */
export function Header({ trace, sums, onReload, link }: Props) {
  const { t } = useTranslation();
  const { dateTime, duration } = useFormat();
  const first = trace.rows[0];
  const application = trace.applications[first?.application ?? 0];
  return (
    <header className={classes.header}>
      <div className={classes.what}>
        <b>{application?.applicationName}</b>
        <span className={classes.type}>{application?.serviceType}</span>
        <span className={`${classes.path} mono`} title={first?.argument}>
          {first?.argument}
        </span>
      </div>
      <div className={classes.facts}>
        <dl className={classes.when}>
          <Fact name={t('trace.header.state')}>
            <State trace={trace} missing={sums.missing} />
            {trace.state === 'progress' && onReload && (
              <Tooltip label={t('trace.header.reload')}>
                <ActionIcon size={22} aria-label={t('trace.header.reload')} onClick={onReload}>
                  <IconRefresh size={14} />
                </ActionIcon>
              </Tooltip>
            )}
          </Fact>
          <Fact name={t('trace.header.duration')}>
            <b>{duration(trace.elapsed)}</b>
          </Fact>
          <Fact name={t('trace.header.started')} title={formatZone(trace.startTime)}>
            {dateTime(trace.startTime)} <span className={classes.zone}>{formatZone(trace.startTime)}</span>
          </Fact>
        </dl>
        <span className={classes.sums}>
          {t('trace.header.spans', { count: sums.spans, number: formatExact(sums.spans) })} ·{' '}
          {t('trace.header.calls', { count: sums.calls, number: formatExact(sums.calls) })}
          {sums.failed > 0 && (
            <>
              {' · '}
              <span className={classes.failed}>
                {t('trace.header.exceptions', { count: sums.failed, number: formatExact(sums.failed) })}
              </span>
            </>
          )}
        </span>
        <dl className={classes.when}>
          <Fact name={t('trace.header.traceId')}>
            <span className={`${classes.id} mono`} title={trace.traceId}>
              {trace.traceId}
            </span>
            <Copy value={trace.traceId} label={t('trace.list.copyId')} />
            {link && <TraceLink {...link} />}
          </Fact>
        </dl>
      </div>
    </header>
  );
}

function State({ trace, missing }: { readonly trace: Trace; readonly missing: number }) {
  const { t } = useTranslation();
  const hints = {
    complete: undefined,
    progress: t('trace.header.progressHint'),
    overflow: t('trace.header.overflowHint'),
  };
  return (
    <span className={classes.state} data-state={trace.state} title={hints[trace.state]}>
      {t(`trace.header.${trace.state}`)}
      {missing > 0 && `: ${t('trace.header.missing', { count: missing, number: formatExact(missing) })}`}
    </span>
  );
}

function Fact({
  name,
  title,
  children,
}: {
  readonly name: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.fact} title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
