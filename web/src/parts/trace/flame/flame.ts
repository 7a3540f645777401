import type { TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import type { CriticalPath } from '../critical/critical-path.ts';
import type { Tree } from '../families.ts';

/** Calls of one method by the same caller, in one: a bar of the flame graph. */
export interface Flame {
  readonly id: number;
  /** -1 for the outermost ones. */
  readonly parent: number;
  readonly depth: number;
  /** The longest of its calls. */
  readonly row: TraceRow;
  readonly calls: number;
  readonly failed: number;
  /** ms spent in the calls themselves. */
  readonly own: number;
  /** ms spent in them and in what they called; calls beside each other add up. */
  readonly total: number;
  /** ms of them and of what they called that lie on the critical path. */
  readonly path: number;
  /** Where its bar begins, in ms of all outermost ones together. */
  readonly left: number;
}

interface Draft {
  readonly parent: number;
  readonly depth: number;
  row: TraceRow;
  calls: number;
  failed: number;
  own: number;
  total: number;
  path: number;
  readonly children: number[];
}

/** Deeper calls are counted to the last one shown. */
const DEEPEST = 256;

/**
 * The flame graph of a trace, or of the part below row `from` of it: equal calls of a caller are one bar, as wide as the
 * time spent in them. Bars below a bar are never wider than it, and the longest stand left. Callers come before calls.
 */
export function flamesOf(tree: Tree, path: CriticalPath, own: Float64Array, from = -1): readonly Flame[] {
  const drafts: Draft[] = [];
  const tops: number[] = [];
  const places = new Map<string, number>();
  const placeOf = new Int32Array(tree.rows.length).fill(-1);
  const [first, last] = from < 0 ? [0, tree.rows.length] : [from, tree.end[from] ?? 0];
  for (let id = first; id < last; id++) {
    const row = tree.rows[id];
    if (row === undefined) continue;
    const parent = row.parent < first ? -1 : (placeOf[row.parent] ?? -1);
    const above = drafts[parent];
    if (above !== undefined && above.depth + 1 >= DEEPEST) {
      placeOf[id] = parent;
      count(above, row, own, path, false);
      continue;
    }
    const key = `${parent} ${row.application} ${row.kind} ${row.className} ${row.title}`;
    let place = places.get(key);
    if (place === undefined) {
      const depth = above === undefined ? 0 : above.depth + 1;
      place = drafts.push({ parent, depth, row, calls: 0, failed: 0, own: 0, total: 0, path: 0, children: [] }) - 1;
      places.set(key, place);
      (above === undefined ? tops : above.children).push(place);
    }
    placeOf[id] = place;
    count(drafts[place] as Draft, row, own, path, true);
  }
  // Callers stand before their calls: from the back, every bar is whole before it is added to its caller's.
  for (let i = drafts.length - 1; i >= 0; i--) {
    const draft = drafts[i] as Draft;
    draft.total += draft.own;
    const above = drafts[draft.parent];
    if (above !== undefined) {
      above.total += draft.total;
      above.path += draft.path;
    }
  }
  return laidOut(drafts, tops);
}

function count(into: Draft, row: TraceRow, own: Float64Array, path: CriticalPath, called: boolean): void {
  into.own += own[row.id] ?? 0;
  into.path += path.own[row.id] ?? 0;
  if (!called) return;
  into.calls++;
  if (row.exception !== null) into.failed++;
  if (row.elapsed > into.row.elapsed) into.row = row;
}

function laidOut(drafts: readonly Draft[], tops: readonly number[]): readonly Flame[] {
  const flames: Flame[] = [];
  const total = (place: number): number => drafts[place]?.total ?? 0;
  const open = placed(tops, 0, -1);
  function placed(list: readonly number[], left: number, parent: number) {
    let at = left;
    const sorted = list.toSorted((a, b) => total(b) - total(a));
    return sorted.map((place) => {
      const item = { place, left: at, parent };
      at += total(place);
      return item;
    });
  }
  open.reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { children, ...draft } = drafts[next.place] as Draft;
    const id = flames.length;
    flames.push({ ...draft, id, parent: next.parent, left: next.left });
    open.push(...placed(children, next.left, id).reverse());
  }
  return flames;
}

/** The bar at a depth and a time of the whole; undefined where there is none. Bars of a depth stand in order of `left`. */
export function flameAt(flames: readonly Flame[], depth: number, at: number): Flame | undefined {
  return flames.find((one) => one.depth === depth && at >= one.left && at < one.left + one.total);
}

/** Whether any word of the search is in the name of a bar. */
export const matches = ({ row }: Flame, words: string): boolean => {
  const needle = words.trim().toLowerCase();
  return needle !== '' && [row.title, row.className, row.argument].some((text) => text.toLowerCase().includes(needle));
};
