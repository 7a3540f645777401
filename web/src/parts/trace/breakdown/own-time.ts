import type { TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import { childrenOf, type Tree } from '../families.ts';

/**
 * ms that each row spent itself: its time without that of the calls it waited for, spans of other applications included
 * (the Self of the call tree leaves those in). Where calls overlap their time is taken away once.
 */
export function ownTimes(tree: Tree): Float64Array {
  const own = new Float64Array(tree.rows.length);
  for (const row of tree.rows) own[row.id] = ownTime(tree, row);
  return own;
}

function ownTime(tree: Tree, row: TraceRow): number {
  const { start, elapsed } = row;
  const calls = childrenOf(tree, row.id)
    .map((id) => tree.rows[id])
    .filter((child) => child !== undefined && !child.async && child.kind !== 'missing')
    .map((child) => stretch(row, child as TraceRow));
  if (calls.length > 1) calls.sort((a, b) => a.from - b.from);
  let at = start;
  let covered = 0;
  for (const { from, to } of calls) {
    const begin = Math.max(at, from);
    const end = Math.min(start + elapsed, to);
    if (end > begin) covered += end - begin;
    at = Math.max(at, end);
  }
  return Math.max(0, elapsed - covered);
}

/** When a call ran. The clock of another machine is not that of the caller: its span is put where it fits. */
function stretch(caller: TraceRow, call: TraceRow): { from: number; to: number } {
  const to = call.start + call.elapsed;
  const outside = call.start < caller.start || to > caller.start + caller.elapsed;
  if (call.kind !== 'server' || !outside) return { from: call.start, to };
  if (call.elapsed > caller.elapsed) return { from: to, to };
  const from = caller.start + (caller.elapsed - call.elapsed) / 2;
  return { from, to: from + call.elapsed };
}
