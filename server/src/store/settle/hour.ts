import type { Kv, Row, Table } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { HOUR, hourOf, millis, SLOT, slotOf } from '../../lib/time.ts';
import { HOURS, levelSort, TEN_MINUTES } from '../map/keys.ts';
import { type Merge, mergeMinutes, mergeSketches } from '../map/merge.ts';
import { dirtyHour, marksOfSlot } from './keys.ts';
import { rollUp } from './roll-up.ts';
import type { Work } from './work.ts';

const TABLES: readonly { readonly from: Table; readonly to: Table; readonly merge: Merge }[] = [
  { from: TEN_MINUTES.map, to: HOURS.map, merge: mergeMinutes },
  { from: TEN_MINUTES.sketch, to: HOURS.sketch, merge: mergeSketches },
];

/**
 * Adds up the ten-minute roll-ups of an hour of an application, once none of its slots waits. Answers whether nothing
 * is left to do.
 */
export async function rollUpHour(kv: Kv, { day, application, from }: Work): Promise<boolean> {
  const mark = dirtyHour(application, day, hourOf(from));
  const value = await kv.get(mark);
  if (value === undefined) return true;
  const first = slotOf(from);
  for (let slot = first; slot < first + HOUR / SLOT; slot++) {
    if ((await marksOfSlot(kv, application, day, slot)).length > 0) return false;
  }
  const range = { from: levelSort(TEN_MINUTES, from), to: levelSort(TEN_MINUTES, millis(from + HOUR)) };
  for (const table of TABLES) {
    const read = async (): Promise<Bytes[]> => {
      const values: Bytes[] = [];
      const tens = { table: table.from, day, partition: application };
      for await (const entry of kv.scan(tens, range)) values.push(entry.value);
      return values;
    };
    const row: Row = { table: table.to, day, partition: application, sort: levelSort(HOURS, from) };
    const valid = async () => (await kv.get(mark)) !== undefined;
    const merge = (values: readonly Bytes[]) => table.merge(values, 0);
    if (!(await rollUp(kv, { row, read, merge, changing: async () => {}, valid }))) return false;
  }
  return kv.swap(mark, value, undefined);
}
