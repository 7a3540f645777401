import type { Table } from '../../kv/kv.ts';
import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import { type Millis, minuteOf } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import type { WriterId } from '../writer-id.ts';

/**
 * map      [application:8] / [minute:2][writer:8][part:4]      counts
 * sketch   [application:8] / [minute:2][writer:8][part:4]      quantiles of the same calls
 *
 * minute: of the day in which the spans were received, 0 … 1439. A writer puts the row of a running minute again
 * and again with greater counts. Readers add up writers and parts; a minute that is opened once more (after a step
 * of the clock, or when its row was let go) begins another part. One scan reads any stretch of a day.
 */
export const mapTable: Table = { name: 'map', id: 4, family: 'trace', period: 'day' };
export const sketchTable: Table = { name: 'sketch', id: 5, family: 'trace', period: 'day' };

const key = new Writer(16);

export const minuteSort = (at: Millis, writer: WriterId, part: number): Bytes =>
  key.u16(minuteOf(at)).bytes(writer).u32(part).take();

/** The least key of a minute of the day; minute 1440 is behind every key. */
export const minuteFrom = (minute: number, writer: WriterId = EMPTY): Bytes => key.u16(minute).bytes(writer).take();

export const sortMinute = (sort: Bytes): number => Buffer.from(sort.buffer, sort.byteOffset, 2).readUInt16BE(0);
