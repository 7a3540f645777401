import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transaction } from '../../../../../server/src/query/schema/transaction.ts';
import { ErrorState, Loading } from '../../../parts/states.tsx';
import { Head } from './head.tsx';
import { newestFirst, type Sort } from './pages.ts';
import { Row } from './row.tsx';
import classes from './transactions.module.css';
import { type Asked, useTransactions } from './use-transactions.ts';

const ROW = 28;
/** Rows that PageUp and PageDown move by. */
const STEP = 10;

interface Props {
  readonly asked: Asked;
  readonly onTotal: (total: number | undefined) => void;
  /** The selected transaction, as it is selected or loaded. */
  readonly onSelect: (transaction: Transaction | undefined) => void;
  /** Enter, or a double click. */
  readonly onOpen: () => void;
}

/** The transactions of a rectangle; rows are loaded as they come into sight. */
export function List({ asked, onTotal, onSelect, onOpen }: Props) {
  const { t } = useTranslation();
  const [sort, setSort] = useState<Sort>(newestFirst);
  const [selected, setSelected] = useState(0);
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const { total, at, error, retry } = useTransactions(asked, sort, sight.first, sight.last);
  const grid = useRef<HTMLDivElement>(null);
  const id = useId();

  const rows = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 10,
    scrollPaddingStart: ROW,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), selected])].sort((a, b) => a - b),
    onChange: ({ range }) => {
      if (range !== null) setSight({ first: range.startIndex, last: range.endIndex });
    },
  });
  useEffect(() => {
    if (total !== undefined && total > 0) rows.scrollToIndex(selected, { align: 'auto' });
  }, [rows, selected, total]);

  const transaction = at(selected);
  useEffect(() => onTotal(total), [onTotal, total]);
  useEffect(() => onSelect(transaction), [onSelect, transaction]);

  const choose = useCallback(
    (index: number, open: boolean) => {
      setSelected(index);
      if (open) onOpen();
    },
    [onOpen],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || total === undefined) return;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: STEP,
      PageUp: -STEP,
      Home: -total,
      End: total,
    };
    const by = moves[event.key];
    if (by !== undefined) setSelected((before) => Math.min(Math.max(before + by, 0), total - 1));
    else if (event.key === 'Enter') onOpen();
    else return;
    event.preventDefault();
  };

  if (error !== undefined && total === undefined) return <ErrorState error={error} retry={retry} />;
  if (total === undefined) return <Loading />;
  const items = rows.getVirtualItems();
  const longest = Math.max(1, ...items.map(({ index }) => at(index)?.elapsed ?? 0));
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      className={classes.grid}
      aria-label={t('trace.list.title')}
      aria-description={t('trace.list.keys')}
      aria-rowcount={total + 1}
      aria-activedescendant={`${id}-${selected}`}
      onKeyDown={onKeyDown}
    >
      <Head
        sort={sort}
        onSort={(next) => {
          setSort(next);
          setSelected(0);
        }}
      />
      <div role="rowgroup" className={classes.body} style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <Row
            key={index}
            id={`${id}-${index}`}
            index={index}
            top={start}
            transaction={at(index)}
            selected={index === selected}
            longest={longest}
            onSelect={choose}
          />
        ))}
      </div>
    </div>
  );
}
