import type { Kv, Op, Partition } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import type { Merge } from '../map/merge.ts';
import { isSameMinute, type MinuteRow, minuteRows } from '../map/minute-rows.ts';
import type { WriterId } from '../writer-id.ts';

export interface SettledMinutes {
  /** What the rows say, merged or not. */
  readonly values: readonly Bytes[];
  /** Whether to call again, after a while: where a batch is not atomic, parts are deleted by the next call. */
  readonly again: boolean;
}

/**
 * Makes one row of the parts of each minute and writer, from minute `from` to before `to` of a day, of those writers
 * that `mine` names; reads those of all.
 */
export async function settleMinutes(
  kv: Kv,
  partition: Partition,
  [from, to]: readonly [number, number],
  merge: Merge,
  mine: (writer: WriterId) => boolean,
): Promise<SettledMinutes> {
  const values: Bytes[] = [];
  const covered: MinuteRow[] = [];
  const ops: Op[] = [];
  let again = false;
  let parts: MinuteRow[] = [];
  const flush = (): void => {
    const [head, ...rest] = parts;
    const last = parts.at(-1);
    if (head === undefined || last === undefined) return;
    if (rest.length === 0 || !mine(head.writer)) {
      for (const { value } of parts) values.push(value);
      return;
    }
    const covers = Math.max(last.part + 1, last.covers);
    const put = merge(
      parts.map(({ value }) => value),
      covers,
    );
    values.push(put);
    ops.push({ ...partition, sort: head.sort, put });
    if (kv.can.atomicBatch) for (const { sort } of rest) ops.push({ ...partition, sort, del: true });
    else again = true;
  };
  for await (const row of minuteRows(kv, partition, from, to, (row) => covered.push(row))) {
    const [head] = parts;
    if (head !== undefined && !isSameMinute(head, row)) {
      flush();
      parts = [];
    }
    parts.push(row);
  }
  flush();
  for (const { sort, writer } of covered) if (mine(writer)) ops.push({ ...partition, sort, del: true });
  if (ops.length > 0) await kv.write(ops);
  return { values, again };
}
