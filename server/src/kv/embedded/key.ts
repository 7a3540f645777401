import { after, type Bytes, concat, EMPTY } from '../../lib/bytes.ts';
import { Reader } from '../../lib/reader.ts';
import type { Partition, Range, Row, Table } from '../kv.ts';

/**
 * Keys of an index. One index holds the rows of one family and period, and a little about itself:
 *
 *     row      [table id:1, 1 … 255][length of partition: varint][partition][sort]
 *     end      [0x00][0x01]                    where values are written; what lies behind is a torn tail
 *     tally    [0x00][0x02][table id:1]        rows and bytes of a table
 *     live     [0x00][0x03][segment:4]         bytes of a segment that the index points to, or that say what is deleted
 *     counted  [0x00][0x03]                    there is such a row for every segment
 *     moved    [0x00][0x04]                    where values are moved to, as the end
 *
 * The length keeps ("ab", "c") and ("a", "bc") apart and makes a partition one range, in which sort keys keep their
 * order as unsigned bytes. A varint's last byte is below 0x80: there is always a key behind a partition's prefix.
 */
export const END: Bytes = Uint8Array.of(0, 1);
const TALLY = 2;
export const COUNTED: Bytes = Uint8Array.of(0, 3);
export const MOVED_END: Bytes = Uint8Array.of(0, 4);

/** Holds everything an index knows about itself. */
export const OWN: Bounds = { gte: Uint8Array.of(0), lt: Uint8Array.of(1) };

/** Keys from `gte` (or behind `gt`) to before `lt`. */
export interface Bounds {
  readonly gte?: Bytes;
  readonly gt?: Bytes;
  readonly lt?: Bytes;
}

export const tallyKey = (table: number): Bytes => Uint8Array.of(0, TALLY, table);

/** The table of a tally's key; undefined for other keys. */
export const talliedTable = (key: Bytes): number | undefined => (key[0] === 0 && key[1] === TALLY ? key[2] : undefined);

export const liveKey = (segment: number): Bytes => {
  const key = Buffer.alloc(6);
  key[1] = COUNTED[1] as number;
  key.writeUInt32BE(segment, 2);
  return key;
};

/** The segment whose live bytes a key names; undefined of other keys. */
export const liveSegment = (key: Bytes): number | undefined =>
  key.length === 6 && key[0] === 0 && key[1] === COUNTED[1]
    ? Buffer.from(key.buffer, key.byteOffset, key.length).readUInt32BE(2)
    : undefined;

/** A key as text, for maps. */
export const nameOf = (key: Bytes): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');

export const prefixOf = (of: Partition): Bytes => keyOf({ ...of, sort: EMPTY });

/** Every row written comes through here: one slice of Node's buffer pool, and no more. */
export function keyOf({ table, partition, sort }: Row): Bytes {
  let rest = partition.length;
  let at = 1;
  const key = Buffer.allocUnsafe(1 + varintSize(rest) + rest + sort.length);
  key[0] = table.id;
  for (; rest >= 0x80; rest >>>= 7) key[at++] = (rest & 0x7f) | 0x80;
  key[at++] = rest;
  key.set(partition, at);
  key.set(sort, at + partition.length);
  return key;
}

function varintSize(value: number): number {
  let size = 1;
  for (; value >= 0x80; value >>>= 7) size++;
  return size;
}

/** The keys of `range` inside the partition that `prefix` begins. */
export function boundsOf(prefix: Bytes, { from = EMPTY, to }: Range): Bounds {
  const gte = concat([prefix, from]);
  const end = to ? concat([prefix, to]) : after(prefix);
  return end ? { gte, lt: end } : { gte };
}

/** The keys of a whole table, behind `last` if given. */
export function tableBounds(table: Table, last: Row | undefined): Bounds {
  const end = after(Uint8Array.of(table.id));
  return { ...(last ? { gt: keyOf(last) } : { gte: Uint8Array.of(table.id) }), ...(end && { lt: end }) };
}

export function splitKey(key: Bytes): { partition: Bytes; sort: Bytes } {
  const reader = new Reader(key.subarray(1));
  return { partition: reader.sized(), sort: reader.rest() };
}
