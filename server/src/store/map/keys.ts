import type { Table } from '../../kv/kv.ts';
import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import { HOUR, type Millis, millis, minuteOf, SLOT } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import { WRITER_ID_SIZE, type WriterId } from '../writer-id.ts';

/**
 * map      [application:8] / [minute:2][writer:8][part:4]      counts
 * sketch   [application:8] / [minute:2][writer:8][part:4]      quantiles of the same calls
 *
 * map10    [application:8] / [ten minutes since 1970:4]        counts of ten minutes, all writers together; sketch10 likewise
 * map60    [application:8] / [hours since 1970:4]              counts of an hour; sketch60 likewise
 *
 * minute: of the day in which the spans were received, 0 … 1439. A writer puts the row of a running minute again
 * and again with greater counts. Readers add up writers and parts; a minute that is opened once more (after a step
 * of the clock, or when its row was let go) begins another part. A merged row has the least part of those it was made
 * of and says up to which part they go, so that readers leave out what it covers. One scan reads any stretch of a day.
 * The tables of ten minutes and hours are made from the minutes (settle/), outlive them, and are read in their place.
 */
export const mapTable: Table = { name: 'map', id: 4, family: 'trace', period: 'day' };
export const sketchTable: Table = { name: 'sketch', id: 5, family: 'trace', period: 'day' };
export const map10Table: Table = { name: 'map10', id: 64, family: 'map10', period: 'month' };
export const sketch10Table: Table = { name: 'sketch10', id: 65, family: 'map10', period: 'month' };
export const map60Table: Table = { name: 'map60', id: 66, family: 'map60', period: 'year' };
export const sketch60Table: Table = { name: 'sketch60', id: 67, family: 'map60', period: 'year' };

/** A stretch of time that has one row for all that was counted in it. */
export interface Level {
  readonly map: Table;
  readonly sketch: Table;
  /** ms */
  readonly width: number;
}

export const TEN_MINUTES: Level = { map: map10Table, sketch: sketch10Table, width: SLOT };
export const HOURS: Level = { map: map60Table, sketch: sketch60Table, width: HOUR };

const key = new Writer(16);

/** The key of the stretch that holds `at`. */
export const levelSort = ({ width }: Level, at: Millis): Bytes => key.u32(Math.floor(at / width)).take();

export const sortLevel = ({ width }: Level, sort: Bytes): Millis => millis(read(sort).readUInt32BE(0) * width);

export const minuteSort = (at: Millis, writer: WriterId, part: number): Bytes =>
  key.u16(minuteOf(at)).bytes(writer).u32(part).take();

/** The least key of a minute of the day; minute 1440 is behind every key. */
export const minuteFrom = (minute: number, writer: WriterId = EMPTY): Bytes => key.u16(minute).bytes(writer).take();

export const sortMinute = (sort: Bytes): number => read(sort).readUInt16BE(0);

export interface MinutePlace {
  readonly minute: number;
  readonly writer: WriterId;
  readonly part: number;
}

export function readMinuteSort(sort: Bytes): MinutePlace {
  const view = read(sort);
  return { minute: view.readUInt16BE(0), writer: sort.slice(2, 2 + WRITER_ID_SIZE), part: view.readUInt32BE(10) };
}

const read = (sort: Bytes): Buffer => Buffer.from(sort.buffer, sort.byteOffset, sort.length);
