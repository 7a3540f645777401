import type { Trace, TraceRow } from '../../../../server/src/query/schema/trace.ts';

/** What the views of a trace ask again and again, computed once. All arrays have an entry per row. */
export interface Tree {
  readonly rows: readonly TraceRow[];
  /** The row after the last descendant: rows `id + 1` … `end[id] - 1` are below `id`. */
  readonly end: Int32Array;
}

/**
 * Rows come in the order in which they are shown, each right after its parent or an elder sibling's family: a family is
 * a stretch of rows, and ends at the first row that is no deeper than its head. One pass, with the open heads on a stack.
 */
export function treeOf(trace: Trace): Tree {
  const { rows } = trace;
  const end = new Int32Array(rows.length).fill(rows.length);
  const open: number[] = [];
  const depthOf = (id: number | undefined): number => (id === undefined ? -1 : Math.max(0, rows[id]?.depth ?? 0));
  for (let id = 0; id < rows.length; id++) {
    while (depthOf(open.at(-1)) >= depthOf(id)) end[open.pop() ?? 0] = id;
    open.push(id);
  }
  return { rows, end };
}

export const hasChildren = (tree: Tree, id: number): boolean => (tree.end[id] ?? 0) > id + 1;

export const parentOf = (tree: Tree, id: number): number => tree.rows[id]?.parent ?? -1;

/** The rows that are not inside a folded one, in order. Linear in what is seen. */
export function visibleRows(tree: Tree, folded: ReadonlySet<number>): Int32Array {
  const seen = new Int32Array(tree.rows.length);
  let count = 0;
  for (let id = 0; id < tree.rows.length; ) {
    seen[count++] = id;
    id = folded.has(id) ? (tree.end[id] ?? id + 1) : id + 1;
  }
  return seen.subarray(0, count);
}

/** Where a row stands among the visible ones; the row that hides it if it is folded away. */
export function placeOf(visible: Int32Array, id: number): number {
  let low = 0;
  let high = visible.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((visible[middle] ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The rows above `id`, nearest first. */
export function ancestors(tree: Tree, id: number): number[] {
  const above: number[] = [];
  for (let at = parentOf(tree, id); at >= 0 && above.length < tree.rows.length; at = parentOf(tree, at)) above.push(at);
  return above;
}

/** `folded` without the rows that hide `id`. */
export function reveal(tree: Tree, folded: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const hiding = ancestors(tree, id).filter((above) => folded.has(above));
  if (hiding.length === 0) return folded;
  const open = new Set(folded);
  for (const above of hiding) open.delete(above);
  return open;
}

/** The children of a row, in order. */
export function childrenOf(tree: Tree, id: number): number[] {
  const children: number[] = [];
  const end = tree.end[id] ?? 0;
  for (let child = id + 1; child < end; child = Math.max(child + 1, tree.end[child] ?? 0)) children.push(child);
  return children;
}

/** The child that took longest, -1 for a row without children: one step along the slowest path. */
export function slowestChild(tree: Tree, id: number): number {
  return childrenOf(tree, id).reduce(
    (best, child) => (best < 0 || elapsed(tree, child) > elapsed(tree, best) ? child : best),
    -1,
  );
}

/** All rows that have children. */
export function foldable(tree: Tree): Set<number> {
  const ids = new Set<number>();
  for (let id = 0; id < tree.rows.length; id++) if (hasChildren(tree, id)) ids.add(id);
  return ids;
}

/** The rows whose method, class or argument holds the words, whatever their case. Nothing matches no words. */
export function find(tree: Tree, words: string): number[] {
  const needle = words.trim().toLowerCase();
  if (needle === '') return [];
  const found: number[] = [];
  for (const row of tree.rows) {
    if (
      row.title.toLowerCase().includes(needle) ||
      row.argument.toLowerCase().includes(needle) ||
      row.className.toLowerCase().includes(needle) ||
      (row.exception?.className.toLowerCase().includes(needle) ?? false)
    ) {
      found.push(row.id);
    }
  }
  return found;
}

/** The found row after (`step` 1) or before (-1) `id`, going round at the ends; -1 if nothing was found. */
export function nextFound(found: readonly number[], id: number, step: 1 | -1): number {
  const first = found[0] ?? -1;
  const last = found.at(-1) ?? -1;
  if (step > 0) return found.find((other) => other > id) ?? first;
  return found.findLast((other) => other < id) ?? last;
}

export interface Sums {
  readonly spans: number;
  readonly calls: number;
  readonly failed: number;
  readonly missing: number;
}

/** What the header of a trace counts. */
export function sumsOf(tree: Tree): Sums {
  let [spans, failed, missing] = [0, 0, 0];
  for (const row of tree.rows) {
    if (row.kind === 'server') spans++;
    if (row.kind === 'missing') missing++;
    if (row.exception !== null) failed++;
  }
  return { spans, calls: tree.rows.length - missing, failed, missing };
}

const elapsed = (tree: Tree, id: number): number => tree.rows[id]?.elapsed ?? 0;
