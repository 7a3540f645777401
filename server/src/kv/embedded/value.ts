import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { Reader } from '../../lib/reader.ts';
import { Writer } from '../../lib/writer.ts';
import type { Point } from './record.ts';
import type { Place } from './segment-end.ts';

/**
 * Values of an index. Small ones lie in the index, large ones in a segment, so that compaction need not copy them.
 *
 *     inline  [0x00][value]
 *     placed  [0x01][segment:4][offset:4][size:4]
 *     end     [segment:4][offset:4]
 *     tally   [rows:6][bytes:6]
 *     live    [bytes:6]
 */
const INLINE = 0;
const PLACED = 1;

/** Values of at least so many bytes go to a segment. */
export const LARGE = 1024;

/** What a table holds: rows as far as puts and deletes tell (a repeated put counts again), bytes as they were put. */
export interface Tally {
  readonly rows: number;
  readonly bytes: number;
}

const writer = new Writer();

export function encodeInline(value: Bytes): Bytes {
  const stored = Buffer.allocUnsafe(1 + value.length);
  stored[0] = INLINE;
  stored.set(value, 1);
  return stored;
}

export const encodePlace = ({ segment, offset, size }: Place): Bytes =>
  writer.u8(PLACED).u32(segment).u32(offset).u32(size).take();

/** The place of a value that lies in a segment; undefined of others, and of none. */
export function placeOf(stored: Bytes | undefined): Place | undefined {
  if (stored?.[0] !== PLACED) return undefined;
  const value = decodeValue(stored);
  return 'segment' in value ? value : undefined;
}

/** The value itself, or the place where it lies. */
export function decodeValue(stored: Bytes): Bytes | Place {
  if (stored[0] === INLINE) return stored.subarray(1);
  const reader = new Reader(stored);
  if (reader.u8() !== PLACED) throw new Failure('STORE_DAMAGED', 'an index entry is neither a value nor a place');
  return { segment: reader.u32(), offset: reader.u32(), size: reader.u32() };
}

export const encodeEnd = ({ segment, offset }: Point): Bytes => writer.u32(segment).u32(offset).take();

export function decodeEnd(stored: Bytes): Point {
  const reader = new Reader(stored);
  return { segment: reader.u32(), offset: reader.u32() };
}

export const encodeLive = (bytes: number): Bytes => writer.u48(bytes).take();

export const decodeLive = (stored: Bytes): number => new Reader(stored).u48();

export const encodeTally = ({ rows, bytes }: Tally): Bytes => writer.u48(rows).u48(bytes).take();

export function decodeTally(stored: Bytes): Tally {
  const reader = new Reader(stored);
  return { rows: reader.u48(), bytes: reader.u48() };
}
