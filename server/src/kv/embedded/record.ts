import { crc32 } from 'node:zlib';
import type { Bytes } from '../../lib/bytes.ts';

/**
 * What a segment holds, one after the other, never changed:
 *
 *     value     [magic:4 "FPSG"][crc32 of all that follows:4][length of key:4][length of value:4][key][value]
 *     moved     [magic:4 "FPSM"][crc32:4][length of key:4][length of value:4][origin: segment:4, offset:4][key][value]
 *
 * The key is the index's, so that an index that is lost can be rebuilt. A length of value of `GONE` says that the row
 * was deleted then: without it a rebuild would bring back what earlier records say. A record that was moved tells where
 * it stood first: of two records of one key, the one that stood further behind is the newer one.
 */
const WRITTEN = 0x46505347;
const MOVED = 0x4650534d;
const GONE = 0xffffffff;

export const HEADER = 16;
const MOVED_HEADER = HEADER + 8;

/** A byte of a segment; also the age of what was first written there, since segments only grow and are numbered on. */
export interface Point {
  readonly segment: number;
  readonly offset: number;
}

export const isBefore = (a: Point, b: Point): boolean =>
  a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);

/** A value for a segment, or that its row is deleted. */
export interface Content {
  readonly key: Bytes;
  readonly value: Bytes | undefined;
  /** Where it stood first; left out when that is where it is going to stand now. */
  readonly origin?: Point;
}

export interface SegmentRecord extends Content {
  readonly size: number;
}

export const recordSize = ({ key, value, origin }: Content): number =>
  (origin ? MOVED_HEADER : HEADER) + key.length + (value?.length ?? 0);

/** All of a record before its value, which is not copied. */
export function recordHead({ key, value, origin }: Content): Buffer {
  const header = origin ? MOVED_HEADER : HEADER;
  const bytes = Buffer.allocUnsafe(header + key.length);
  bytes.writeUInt32BE(origin ? MOVED : WRITTEN, 0);
  bytes.writeUInt32BE(key.length, 8);
  bytes.writeUInt32BE(value?.length ?? GONE, 12);
  if (origin) {
    bytes.writeUInt32BE(origin.segment, HEADER);
    bytes.writeUInt32BE(origin.offset, HEADER + 4);
  }
  bytes.set(key, header);
  const crc = crc32(bytes.subarray(8));
  bytes.writeUInt32BE(value ? crc32(value, crc) : crc, 4);
  return bytes;
}

/** The size of the record whose first `HEADER` bytes these are; undefined if they begin none. */
export function sizeOfRecord(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic !== WRITTEN && magic !== MOVED) return undefined;
  const length = bytes.readUInt32BE(12);
  return (magic === MOVED ? MOVED_HEADER : HEADER) + bytes.readUInt32BE(8) + (length === GONE ? 0 : length);
}

/** The record that is all of `bytes`; undefined unless magic, lengths and checksum are right. */
export function readRecord(bytes: Buffer): SegmentRecord | undefined {
  if (sizeOfRecord(bytes) !== bytes.length) return undefined;
  const moved = bytes.readUInt32BE(0) === MOVED;
  const header = moved ? MOVED_HEADER : HEADER;
  const gone = bytes.readUInt32BE(12) === GONE;
  const behindKey = header + bytes.readUInt32BE(8);
  if (bytes.length < header || crc32(bytes.subarray(8)) !== bytes.readUInt32BE(4)) return undefined;
  return {
    key: bytes.subarray(header, behindKey),
    value: gone ? undefined : bytes.subarray(behindKey),
    ...(moved && { origin: { segment: bytes.readUInt32BE(HEADER), offset: bytes.readUInt32BE(HEADER + 4) } }),
    size: bytes.length,
  };
}
