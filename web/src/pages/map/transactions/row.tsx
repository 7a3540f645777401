import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transaction } from '../../../../../server/src/query/schema/transaction.ts';
import { formatDate, formatTimeMs } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { Copy } from '../../../parts/trace/copy.tsx';
import classes from './transactions.module.css';

interface Props {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  /** undefined while it is loading */
  readonly transaction: Transaction | undefined;
  readonly selected: boolean;
  /** ms that fill the bar */
  readonly longest: number;
  readonly onSelect: (index: number, open: boolean) => void;
}

/** A transaction of the list. */
export const Row = memo(function Row({ id, index, top, transaction, selected, longest, onSelect }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const place = { transform: `translateY(${top}px)` };
  if (transaction === undefined) {
    return (
      <div id={id} role="row" aria-rowindex={index + 2} className={classes.row} style={place}>
        <div role="gridcell" aria-label={t('trace.list.loadingRow')}>
          <span className={classes.skeleton} />
        </div>
      </div>
    );
  }
  const { at, startTime, path, elapsed, failed, exception, agentName, clientAddress, traceId } = transaction;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid answers the keys
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-failed={failed || undefined}
      className={classes.row}
      style={place}
      onClick={() => onSelect(index, false)}
      onDoubleClick={() => onSelect(index, true)}
    >
      <Cell
        className="tabular"
        title={`${formatDate(at)} ${formatTimeMs(at)} · ${t('trace.list.startTime')} ${formatTimeMs(startTime)}`}
      >
        {formatTimeMs(at)}
      </Cell>
      <Cell title={path}>{path}</Cell>
      <Cell className={classes.elapsed}>
        <span
          className={classes.share}
          style={{ width: `${Math.min(1, elapsed / longest) * 100}%`, background: colourOf(elapsed, failed) }}
        />
        <span className="tabular">{duration(elapsed)}</span>
      </Cell>
      <Cell
        className={classes.exception}
        title={exception ? `${exception.className}: ${exception.message}` : undefined}
      >
        {failed && (
          <>
            <IconAlertTriangle size={13} aria-hidden /> {exception ? described(exception) : t('trace.list.failed')}
          </>
        )}
      </Cell>
      <Cell title={agentName}>{agentName}</Cell>
      <Cell title={clientAddress}>{clientAddress}</Cell>
      <Cell className={classes.traceId} title={traceId}>
        <span className={`${classes.id} ellipsis mono`}>
          <bdi dir="ltr">{traceId}</bdi>
        </span>
        <Copy value={traceId} label={t('trace.list.copyId')} stop={false} />
      </Cell>
    </div>
  );
});

interface CellProps {
  readonly className?: string | undefined;
  readonly title?: string | undefined;
  readonly children: React.ReactNode;
}

function Cell({ className, title, children }: CellProps) {
  return (
    <div role="gridcell" className={className} title={title}>
      {children}
    </div>
  );
}

/** Of its slot of response time, as everywhere. */
function colourOf(elapsed: number, failed: boolean): string {
  if (failed) return 'var(--fp-error-fill)';
  if (elapsed <= 1_000) return 'var(--fp-fast-fill)';
  if (elapsed <= 3_000) return 'var(--fp-normal-fill)';
  return elapsed <= 5_000 ? 'var(--fp-slow-fill)' : 'var(--fp-very-slow-fill)';
}

/** `SocketTimeoutException: Read timed out` */
function described({ className, message }: NonNullable<Transaction['exception']>): string {
  const short = className.slice(className.lastIndexOf('.') + 1);
  return message === '' ? short : `${short}: ${message}`;
}
