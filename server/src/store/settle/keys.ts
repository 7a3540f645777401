import { getRandomValues } from 'node:crypto';
import type { Kv, Row, Table } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { DAY, type Day, dayStart, HOUR, type Millis, millis, SLOT } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import type { WriterId } from '../writer-id.ts';

/**
 * dirty    [application:8] / [slot:1][writer:8]      rows of this slot (0 … 143) wait to be settled and rolled up
 *          [application:8] / [144 + hour:1]          a ten-minute roll-up of this hour is newer than the hour's
 *
 * A writer puts the row in the batch that first writes into a slot, and again in each batch that comes late. It is
 * taken away when the slot was settled and rolled up, if it is still as it was when that began: the value is another
 * each time, [version:1][random:8]. So the rows there are say what is left to do, and no reader takes a roll-up for
 * the whole truth while one of its stretch stands. They expire with the minutes: what is gone is never recomputed.
 */
export const dirtyTable: Table = { name: 'dirty', id: 7, family: 'trace', period: 'day' };

const SLOTS = DAY / SLOT;

const key = new Writer(16);

export const dirtySlot = (application: Bytes, day: Day, slot: number, writer: WriterId): Row => ({
  table: dirtyTable,
  day,
  partition: application,
  sort: key.u8(slot).bytes(writer).take(),
});

export const dirtyHour = (application: Bytes, day: Day, hour: number): Row => ({
  table: dirtyTable,
  day,
  partition: application,
  sort: key.u8(SLOTS + hour).take(),
});

/** The stretch of time that a row marks. */
export interface Stretch {
  readonly from: Millis;
  readonly to: Millis;
}

/** What the sort key of a row of `day` marks: the slot of a writer, or an hour. */
export function readDirtySort(day: Day, sort: Bytes): Stretch & { readonly writer: WriterId | undefined } {
  const [place = 0] = sort;
  if (place >= SLOTS) return { ...stretch(dayStart(day) + (place - SLOTS) * HOUR, HOUR), writer: undefined };
  return { ...stretch(dayStart(day) + place * SLOT, SLOT), writer: sort.slice(1) };
}

const stretch = (from: number, size: number): Stretch => ({ from: millis(from), to: millis(from + size) });

const VERSION = 1;

/** A value for a row of this table that it never had before. */
export function uniqueMark(): Bytes {
  const mark = getRandomValues(new Uint8Array(9));
  mark[0] = VERSION;
  return mark;
}

/** A row that says: this slot of this writer waits. */
export interface SlotMark {
  readonly row: Row;
  readonly writer: WriterId;
  readonly value: Bytes;
}

/** Who has rows in a slot of an application that wait. */
export async function marksOfSlot(kv: Kv, application: Bytes, day: Day, slot: number): Promise<SlotMark[]> {
  const partition = { table: dirtyTable, day, partition: application };
  const marks: SlotMark[] = [];
  for await (const { sort, value } of kv.scan(partition, { from: key.u8(slot).take(), to: key.u8(slot + 1).take() })) {
    marks.push({
      row: { ...partition, sort: Uint8Array.from(sort) },
      writer: sort.slice(1),
      value: Uint8Array.from(value),
    });
  }
  return marks;
}
