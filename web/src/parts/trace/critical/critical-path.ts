import type { TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import { childrenOf, type Tree } from '../families.ts';

/** A stretch of time of a row during which nothing it called held it up; ms after the start of the trace. */
export interface Segment {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

export interface CriticalPath {
  /** The row whose time is explained; -1 for a trace without rows. */
  readonly root: number;
  /** Latest first. By the clocks that the trace shows. */
  readonly segments: readonly Segment[];
  /** ms on the path, of each row by itself; 0 for rows that lie beside it. */
  readonly own: Float64Array;
}

/** A call as the walk sees it: by the clock of the root. */
interface Placed {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

interface Step {
  readonly at: Placed;
  /** Calls that may have held it up, the last to end at the end of the list. */
  readonly calls: Placed[];
  /** Everything after it is explained. */
  until: number;
}

/**
 * The critical path of a call: which calls, one after another, its response time is made of. Found as CRISP does (Zhang
 * et al., USENIX ATC 2022): from the end backwards, at each moment the call that ended last before it; what lies between
 * belongs to the caller. The segments cover the time of the root once and without holes, so they add up to it.
 *
 * - Calls beside each other: the one that ended last held up the caller, the others do not appear.
 * - An asynchronous call belongs to the nearest caller that was still running when it ended, since that one may have
 *   waited for it. One that outlived all of them held up nobody.
 * - A span of another machine that does not lie inside the call to it has a clock that differs: it is moved into the
 *   middle of the call. If it took longer than the call, nobody waited for it, and it is looked at as asynchronous.
 */
export function criticalPath(tree: Tree, from = 0): CriticalPath {
  const own = new Float64Array(tree.rows.length);
  const root = rootOf(tree, from);
  const first = tree.rows[root];
  if (first === undefined) return { root: -1, segments: [], own };
  const { calls, moved } = placeCalls(tree, root);
  const segments: Segment[] = [];
  const add = (row: number, start: number, end: number): void => {
    if (end <= start) return;
    const shift = moved[row] ?? 0;
    segments.push({ row, from: start - shift, to: end - shift });
    own[row] = (own[row] ?? 0) + end - start;
  };
  const begin = (at: Placed): Step => ({ at, calls: calls.get(at.id) ?? [], until: at.end });
  const open: Step[] = [begin({ id: root, start: first.start, end: endOf(first) })];
  for (let step = open.at(-1); step !== undefined; step = open.at(-1)) {
    const call = step.calls.pop();
    if (call === undefined) {
      add(step.at.id, step.at.start, step.until);
      open.pop();
    } else if (call.end <= step.until && call.start >= step.at.start) {
      add(step.at.id, call.end, step.until);
      step.until = call.start;
      open.push(begin(call));
    }
  }
  return { root, segments, own };
}

const endOf = ({ start, elapsed }: TraceRow): number => start + elapsed;

/** What is missing took a time that nobody knows: the longest of what hangs on it is explained instead. */
function rootOf(tree: Tree, from: number): number {
  let root = from;
  while (tree.rows[root]?.kind === 'missing') {
    const longest = childrenOf(tree, root).reduce(
      (best, child) => ((tree.rows[child]?.elapsed ?? 0) > (tree.rows[best]?.elapsed ?? -1) ? child : best),
      -1,
    );
    if (longest < 0) return root;
    root = longest;
  }
  return root;
}

/** The calls that may have held up each row, by when they ended; and by how much each row's clock was moved. */
function placeCalls(tree: Tree, root: number) {
  const moved = new Float64Array(tree.rows.length);
  const calls = new Map<number, Placed[]>();
  for (let id = root + 1; id < (tree.end[root] ?? 0); id++) {
    const row = tree.rows[id];
    const above = row && tree.rows[row.parent];
    if (row === undefined || above === undefined) continue;
    let shift = moved[row.parent] ?? 0;
    let start = row.start + shift;
    const caller = { start: above.start + shift, end: endOf(above) + shift };
    const outside = start < caller.start || start + row.elapsed > caller.end;
    if (row.kind === 'server' && outside && row.elapsed <= above.elapsed && above.kind !== 'missing') {
      start = caller.start + (above.elapsed - row.elapsed) / 2;
      shift = start - row.start;
    }
    moved[id] = shift;
    if (row.kind === 'missing' || row.elapsed <= 0) continue;
    const call: Placed = { id, start, end: start + row.elapsed };
    const waits = waitingFor(tree, moved, root, row, call);
    if (waits < 0) continue;
    const known = calls.get(waits);
    if (known === undefined) calls.set(waits, [call]);
    else known.push(call);
  }
  for (const list of calls.values()) list.sort((a, b) => a.end - b.end || a.start - b.start);
  return { calls, moved };
}

/** The nearest caller that a call lies in; its own caller, unless nobody waited there. -1: none. */
function waitingFor(tree: Tree, moved: Float64Array, root: number, row: TraceRow, { start, end }: Placed): number {
  for (let up = row.parent; up >= root; up = tree.rows[up]?.parent ?? -1) {
    const caller = tree.rows[up];
    if (caller === undefined) return -1;
    const shift = moved[up] ?? 0;
    if (caller.kind !== 'missing' && start >= caller.start + shift && end <= endOf(caller) + shift) return up;
  }
  return -1;
}
