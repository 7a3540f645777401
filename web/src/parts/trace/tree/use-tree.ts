import { useCallback, useMemo, useState } from 'react';
import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import { foldable, placeOf, reveal, slowestChild, type Tree, treeOf, visibleRows } from '../families.ts';

export interface TreeState {
  readonly tree: Tree;
  /** Ids of the rows that are not folded away, in order. */
  readonly visible: Int32Array;
  readonly folded: ReadonlySet<number>;
  readonly selected: number;
  /** Selects a row and opens what hides it. */
  select(id: number): void;
  toggle(id: number): void;
  foldAll(): void;
  unfoldAll(): void;
  /** One step along the slowest path. */
  slowest(): void;
}

/** What is folded and what is selected in the call tree of a trace; `focus` is selected at first. */
export function useTree(trace: Trace, focus = trace.focus): TreeState {
  const tree = useMemo(() => treeOf(trace), [trace]);
  const [folded, setFolded] = useState<ReadonlySet<number>>(none);
  const [chosen, setChosen] = useState(focus);
  const visible = useMemo(() => visibleRows(tree, folded), [tree, folded]);
  // What is folded away is selected no more: the row that hides it is.
  const selected = visible[placeOf(visible, chosen)] ?? 0;

  const select = useCallback(
    (id: number) => {
      setFolded((before) => reveal(tree, before, id));
      setChosen(id);
    },
    [tree],
  );
  const toggle = useCallback(
    (id: number) =>
      setFolded((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  const foldAll = useCallback(() => setFolded(foldable(tree)), [tree]);
  const unfoldAll = useCallback(() => setFolded(none), []);
  const slowest = () => {
    const child = slowestChild(tree, selected);
    if (child >= 0) select(child);
  };
  return { tree, visible, folded, selected, select, toggle, foldAll, unfoldAll, slowest };
}

const none: ReadonlySet<number> = new Set();
