import { after, type Bytes, concat, EMPTY } from '../../lib/bytes.ts';
import { Reader } from '../../lib/reader.ts';
import type { Partition, Range, Row, Table } from '../kv.ts';

/**
 * Keys of an index. One index holds the rows of one family and period, and a little about itself:
 *
 *     row      [table id:1, 1 … 255][length of partition: varint][partition][sort]
 *     end      [0x00][0x01]                    where the segments end; what lies behind is a torn tail
 *     tally    [0x00][0x02][table id:1]        rows and bytes of a table
 *
 * The length keeps ("ab", "c") and ("a", "bc") apart and makes a partition one range, in which sort keys keep their
 * order as unsigned bytes. A varint's last byte is below 0x80: there is always a key behind a partition's prefix.
 */
export const END: Bytes = Uint8Array.of(0, 1);
const TALLY = 2;

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
