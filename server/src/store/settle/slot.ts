import type { Kv, Row, Table } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { hourOf, MINUTE, minuteOf, SLOT, slotOf } from '../../lib/time.ts';
import { levelSort, map10Table, mapTable, sketch10Table, sketchTable, TEN_MINUTES } from '../map/keys.ts';
import { type Merge, mergeMinutes, mergeSketches } from '../map/merge.ts';
import { hourPartition } from '../span/keys.ts';
import type { SettledOptions } from '../span/settled-chunk.ts';
import type { WriterId } from '../writer-id.ts';
import { chunkRepacking } from './chunks.ts';
import { dotsRepacking } from './dots.ts';
import { dirtyHour, marksOfSlot, uniqueMark } from './keys.ts';
import { settleMinutes } from './minutes.ts';
import { repack } from './repack.ts';
import { rollUp } from './roll-up.ts';
import type { Work } from './work.ts';

export interface Settling {
  readonly kv: Kv;
  /** Left out, chunks stay as they are. */
  readonly chunks?: SettledOptions;
  /** Whether no row of this writer that stands can be put again. */
  mine(writer: WriterId): boolean;
}

const MINUTES = SLOT / MINUTE;

/** Each table of minutes, and what becomes of it. */
const MINUTE_TABLES: readonly { readonly from: Table; readonly to: Table; readonly merge: Merge }[] = [
  { from: mapTable, to: map10Table, merge: mergeMinutes },
  { from: sketchTable, to: sketch10Table, merge: mergeSketches },
];

/**
 * Settles and rolls up a closed slot of an application, and takes away the marks that said so. Every step leaves what
 * readers can read, and can be done again. Answers whether nothing is left to do.
 */
export async function settleSlot({ kv, chunks, mine }: Settling, work: Work): Promise<boolean> {
  const { day, application, from } = work;
  const slot = slotOf(from);
  const marks = (await marksOfSlot(kv, application, day, slot)).filter(({ writer }) => mine(writer));
  const [first] = marks;
  if (first === undefined) return true;
  let done = true;
  for (const { writer } of marks) {
    const rows = { day, partition: hourPartition(application, from), slot, writer };
    if (chunks !== undefined && (await repack(kv, rows, chunkRepacking(chunks)))) done = false;
    if (await repack(kv, rows, dotsRepacking)) done = false;
  }
  const changing = once(() => kv.write([{ ...dirtyHour(application, day, hourOf(from)), put: uniqueMark() }]));
  const minutes = [minuteOf(from), minuteOf(from) + MINUTES] as const;
  for (const table of MINUTE_TABLES) {
    const read = async (): Promise<readonly Bytes[]> => {
      const partition = { table: table.from, day, partition: application };
      const { values, again } = await settleMinutes(kv, partition, minutes, table.merge, mine);
      if (again) done = false;
      return values;
    };
    const row: Row = { table: table.to, day, partition: application, sort: levelSort(TEN_MINUTES, from) };
    const valid = async () => (await kv.get(first.row)) !== undefined;
    if (!(await rollUp(kv, { row, read, merge: (values) => table.merge(values, 0), changing, valid }))) done = false;
  }
  if (!done) return false;
  const taken = await Promise.all(marks.map(({ row, value }) => kv.swap(row, value, undefined)));
  return taken.every((each) => each);
}

function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= task();
    return running;
  };
}
