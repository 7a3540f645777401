import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { SortHeader } from '../../parts/sort-header.tsx';
import table from '../../parts/table.module.css';
import { useClock } from '../../parts/use-clock.ts';
import { AgentRow } from './agent-row.tsx';
import classes from './agents.module.css';
import { type Column, columns, nextOrder, type Order } from './arrange.ts';

const ROW = 28;
/** Shorter tables are drawn whole: searching in the page and printing then find every row. */
const WHOLE = 200;

const numbers: ReadonlySet<Column> = new Set(['received', 'stored', 'rejected']);

interface Props {
  readonly agents: readonly AgentView[];
  readonly order: Order;
  readonly setOrder: (order: string) => void;
}

export function AgentTable({ agents, order, setOrder }: Props) {
  const { t } = useTranslation();
  const now = useClock();
  const box = useRef<HTMLDivElement>(null);
  const { rows, above, below } = useWindow(agents, box);
  return (
    <div className={classes.rows} ref={box} tabIndex={-1}>
      <table className={`${table.table} ${classes.agents}`} aria-rowcount={agents.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column} className={classes[column]} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <SortHeader
                key={column}
                label={t(`agents.${column}`)}
                {...(numbers.has(column) && { number: true, about: t('agents.spans') })}
                direction={order.by === column ? order.direction : undefined}
                onSort={() => setOrder(nextOrder(order, column))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr style={{ height: above }} aria-hidden />}
          {rows.map((agent) => (
            <AgentRow key={`${agent.agentId}^${agent.startTime}`} agent={agent} now={now} />
          ))}
          {below > 0 && <tr style={{ height: below }} aria-hidden />}
        </tbody>
      </table>
    </div>
  );
}

/** The rows on screen, and the height in px of those above and below it. */
function useWindow(agents: readonly AgentView[], box: RefObject<HTMLDivElement | null>) {
  const virtualizer = useVirtualizer({
    count: agents.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 20,
    enabled: agents.length > WHOLE,
  });
  if (agents.length <= WHOLE) return { rows: agents, above: 0, below: 0 };
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  return { rows: agents.slice(first, last + 1), above: first * ROW, below: (agents.length - 1 - last) * ROW };
}
