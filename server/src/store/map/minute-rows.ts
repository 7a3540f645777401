import type { Entry, Kv, Partition } from '../../kv/kv.ts';
import { equal } from '../../lib/bytes.ts';
import { coversOf } from './codec.ts';
import { type MinutePlace, minuteFrom, readMinuteSort } from './keys.ts';

export interface MinuteRow extends Entry, MinutePlace {
  /** The part before which it says everything of its minute and writer. */
  readonly covers: number;
}

export const isSameMinute = (a: MinutePlace, b: MinutePlace): boolean =>
  a.minute === b.minute && equal(a.writer, b.writer);

/**
 * Rows of an application from `from` to before `to` (minutes of the day) that say something new. Parts that a merged
 * row covers, and that are not deleted yet, are left out; `onCovered` hears of them.
 */
export async function* minuteRows(
  kv: Kv,
  partition: Partition,
  from: number,
  to: number,
  onCovered: (row: MinuteRow) => void = () => {},
): AsyncGenerator<MinuteRow> {
  let before: MinuteRow | undefined;
  for await (const entry of kv.scan(partition, { from: minuteFrom(from), to: minuteFrom(to) })) {
    const row = { ...entry, ...readMinuteSort(entry.sort), covers: coversOf(entry.value) };
    if (before !== undefined && isSameMinute(before, row) && row.part < before.covers) {
      onCovered(row);
    } else {
      before = row;
      yield row;
    }
  }
}
