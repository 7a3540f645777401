import IconFold from '@tabler/icons-react/icons/IconFold';
import IconFoldDown from '@tabler/icons-react/icons/IconFoldDown';
import IconRoute from '@tabler/icons-react/icons/IconRoute';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import { find, hasChildren, placeOf } from '../families.ts';
import type { Span } from '../timeline/layout.ts';
import { Tool } from '../tool.tsx';
import shared from '../trace-view.module.css';
import { columns, useColumns } from './columns.ts';
import { Head } from './head.tsx';
import { answerKey } from './keys.ts';
import { Row } from './row.tsx';
import { Search } from './search.tsx';
import classes from './tree.module.css';
import type { TreeState } from './use-tree.ts';

const ROW = 28;

interface Props {
  readonly trace: Trace;
  readonly whole: Span;
  readonly state: TreeState;
  /** Opens the details of the selected row. */
  readonly onShow: () => void;
}

/** The calls of a trace as a tree; only the rows in sight are in the document. */
export function CallTree({ trace, whole, state, onShow }: Props) {
  const { t } = useTranslation();
  const { tree, visible, folded, selected, select, toggle } = state;
  const grid = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const found = useFound(tree, words);
  const matches = useMemo(() => new Set(found), [found]);
  const { template, total, resize } = useColumns();
  const place = placeOf(visible, selected);
  const id = useId();

  const rows = useVirtualizer({
    count: visible.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: ROW,
    // The selected row is always there: the grid names it as the one that has the focus.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), place])].sort((a, b) => a - b),
  });
  // A row that was clicked is in sight: were it moved, the second click of a double click would hit another one.
  const clicked = useRef<number>(undefined);
  useEffect(() => {
    if (clicked.current !== selected) rows.scrollToIndex(place, { align: 'auto' });
    clicked.current = undefined;
  }, [rows, place, selected]);

  const onSelect = useCallback(
    (row: number, show: boolean) => {
      clicked.current = row;
      select(row);
      if (show) onShow();
    },
    [select, onShow],
  );

  return (
    <div className={classes.frame}>
      <div className={shared.tools}>
        <Search words={words} onWords={setWords} found={found} selected={selected} onSelect={select} />
        <Tool label={t('trace.tree.slowestKey')} onClick={state.slowest} icon={<IconRoute size={16} />} />
        <Tool label={t('trace.tree.foldAll')} onClick={state.foldAll} icon={<IconFold size={16} />} />
        <Tool label={t('trace.tree.unfoldAll')} onClick={state.unfoldAll} icon={<IconFoldDown size={16} />} />
      </div>
      <div
        ref={grid}
        role="treegrid"
        tabIndex={0}
        className={classes.grid}
        aria-label={t('trace.tree.name')}
        aria-description={t('trace.tree.keys')}
        aria-rowcount={visible.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={`${id}-${selected}`}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
          if (!answerKey(event, state, onShow)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <div style={{ minWidth: total }}>
          <Head template={template} onResize={resize} />
          <div role="rowgroup" className={classes.body} style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const row = trace.rows[visible[index] ?? -1];
              if (row === undefined) return null;
              return (
                <Row
                  key={row.id}
                  id={`${id}-${row.id}`}
                  t={t}
                  row={row}
                  trace={trace}
                  whole={whole}
                  template={template}
                  top={start}
                  place={index}
                  selected={row.id === selected}
                  found={matches.has(row.id)}
                  open={hasChildren(tree, row.id) ? !folded.has(row.id) : undefined}
                  onSelect={onSelect}
                  onFold={toggle}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Typing stays smooth while 100,000 rows are searched. */
function useFound(tree: TreeState['tree'], words: string): readonly number[] {
  const settled = useDeferredValue(words);
  return useMemo(() => find(tree, settled), [tree, settled]);
}
