import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import IconX from '@tabler/icons-react/icons/IconX';
import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transaction } from '../../../../../server/src/query/schema/transaction.ts';
import type { Selected } from '../../../charts/scatter/scatter.tsx';
import { formatExact, formatTime } from '../../../data/format.ts';
import { useStored } from '../../../data/stored.ts';
import { useFormat } from '../../../data/use-format.ts';
import { Await } from '../../../parts/await.tsx';
import { Splitter } from '../../../parts/splitter.tsx';
import { Empty, Loading } from '../../../parts/states.tsx';
import { TraceView } from '../../../parts/trace/trace-view.tsx';
import { useTrace } from '../../../parts/trace/use-trace.ts';
import { List } from './list.tsx';
import classes from './transactions.module.css';
import type { Asked } from './use-transactions.ts';

const WhyView = lazy(async () => ({ default: (await import('../why/why-view.tsx')).WhyView }));

interface Props extends Asked {
  readonly onClose: () => void;
}

/** What the list and the call tree are left with at least, px. */
const LEAST = 140;

/** The transactions of a rectangle, and the call tree of the selected one below. Fills its parent. */
export function Transactions({ onClose, ...asked }: Props) {
  // Another rectangle begins anew, at its first row.
  return <View key={JSON.stringify(asked)} asked={asked} onClose={onClose} />;
}

function View({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [total, setTotal] = useState<number>();
  const [transaction, setTransaction] = useState<Transaction>();
  const { ref, height: room } = useElementSize<HTMLElement>();
  const [share, setShare] = useStored<number>('transactions.trace', 0.58);
  const below = useRef<HTMLDivElement>(null);
  // Enter goes on to the call tree: from dot to SQL without the mouse.
  const open = useCallback(
    () => below.current?.querySelector<HTMLElement>('[role=treegrid], [role=group][tabindex]')?.focus(),
    [],
  );
  const [shows, setShows] = useStored<string>('transactions.shows', 'list');
  const explains = shows === 'why';
  const most = Math.max(LEAST, room - LEAST);
  const height = Math.min(Math.max(LEAST, share * room), most);
  return (
    <section ref={ref} className={classes.view} aria-label={t('trace.list.title')}>
      <header className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('why.views')}
          value={explains ? 'why' : 'list'}
          onChange={setShows}
          data={[
            { value: 'list', label: t('why.list') },
            { value: 'why', label: t('why.title') },
          ]}
        />
        {total !== undefined && <b>{t('trace.list.total', { count: total, number: formatExact(total) })}</b>}
        <Where selection={asked.selection} />
        <Tooltip label={t('trace.list.close')}>
          <ActionIcon aria-label={t('trace.list.close')} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </header>
      <div className={classes.list}>
        {explains ? (
          <Suspense fallback={<Loading />}>
            <WhyView asked={asked} />
          </Suspense>
        ) : total === 0 ? (
          <Empty title={t('trace.list.empty')} text={t('trace.list.emptyDo')} />
        ) : (
          <List asked={asked} onTotal={setTotal} onSelect={setTransaction} onOpen={open} />
        )}
      </div>
      {total !== 0 && !explains && (
        <>
          <Splitter
            of="rows"
            size={height}
            least={LEAST}
            most={most}
            onSize={(size) => setShare(size / room)}
            label={t('trace.list.resize')}
          />
          <div ref={below} className={classes.trace} style={{ height }}>
            {transaction && <Chosen key={transaction.spanId} transaction={transaction} />}
          </div>
        </>
      )}
    </section>
  );
}

function Chosen({ transaction: { traceId, at, spanId } }: { readonly transaction: Transaction }) {
  const query = useTrace(traceId, { at, spanId });
  return (
    <Await query={query}>
      {(trace) => <TraceView trace={trace} link={{ traceId, at, spanId }} onReload={() => void query.refetch()} />}
    </Await>
  );
}

/** The rectangle in words. */
function Where({ selection: { from, to, elapsedFrom, elapsedTo, status } }: { readonly selection: Selected }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  return (
    <span className={classes.where}>
      {formatTime(from)} – {formatTime(to)}
      {elapsedTo !== undefined && ` · ${duration(elapsedFrom)} – ${duration(elapsedTo)}`}
      {elapsedTo === undefined &&
        elapsedFrom > 0 &&
        ` · ${t('trace.list.orSlower', { elapsed: duration(elapsedFrom) })}`}
      {status !== 'all' && ` · ${t(`trace.scatter.${status}`)}`}
    </span>
  );
}
