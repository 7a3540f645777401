import type { Kv, Op, Partition, Table } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import type { Day } from '../../lib/time.ts';
import { chunkSort, LAST_NUMBER, readChunkSort } from '../span/keys.ts';
import { unlessDamaged } from '../value.ts';
import type { WriterId } from '../writer-id.ts';

/** What one row holds: numbers from its first to before `first + count`. */
export interface Parcel<T> {
  readonly count: number;
  /** As `limit` measures it. */
  readonly size: number;
  /** Whether the row is as packed as it gets, standing alone. */
  readonly settled: boolean;
  readonly content: T;
}

export interface Repacking<T> {
  readonly table: Table;
  /** Rows are joined while they are not larger together. */
  readonly limit: number;
  /** Reads a whole row. Throws a Failure if it is damaged: such a row is left as it is. */
  open(value: Bytes): Parcel<T>;
  /** Joins rows; `offset` is what must be added to the numbers of a row. */
  join(parts: readonly { readonly offset: number; readonly content: T }[]): Bytes | Promise<Bytes>;
}

/** The rows of one application, slot and writer. */
export interface SlotOfWriter {
  readonly day: Day;
  /** An hour of an application. */
  readonly partition: Bytes;
  readonly slot: number;
  readonly writer: WriterId;
}

interface Part<T> {
  readonly sort: Bytes;
  readonly first: number;
  readonly parcel: Parcel<T>;
}

/**
 * Joins the rows of one slot and writer into fewer, larger ones. A joined row has the key of its first part and covers
 * the numbers of all of them; readers know that rows whose first number is covered say nothing new, so it does not
 * matter when those are deleted. Where a batch is not atomic they are left to the next call, so that no scan that began
 * before loses what it has not reached. Answers whether to call again, after a while.
 */
export async function repack<T>(kv: Kv, of: SlotOfWriter, how: Repacking<T>): Promise<boolean> {
  const { day, partition, slot, writer } = of;
  const place: Partition = { table: how.table, day, partition };
  const range = { from: chunkSort(slot, writer, 0), to: chunkSort(slot, writer, LAST_NUMBER) };
  let group: Part<T>[] = [];
  let size = 0;
  let covered = 0;
  let again = false;
  const flush = async (): Promise<void> => {
    if (await replace(kv, place, group, how)) again = true;
    group = [];
    size = 0;
  };
  for await (const { sort, value } of kv.scan(place, range)) {
    const { first } = readChunkSort(sort);
    const parcel = unlessDamaged(() => how.open(value));
    if (parcel === undefined) {
      await flush();
      continue;
    }
    if (first + parcel.count <= covered) {
      await kv.write([{ ...place, sort, del: true }]);
      continue;
    }
    if (first < covered || size + parcel.size > how.limit) await flush();
    group.push({ sort, first, parcel });
    size += parcel.size;
    covered = first + parcel.count;
  }
  await flush();
  return again;
}

/** Puts the joined row and deletes its parts. Answers whether those are still there. */
async function replace<T>(kv: Kv, place: Partition, group: readonly Part<T>[], how: Repacking<T>): Promise<boolean> {
  const [head, ...rest] = group;
  if (head === undefined || (rest.length === 0 && head.parcel.settled)) return false;
  const parts = group.map(({ first, parcel }) => ({ offset: first - head.first, content: parcel.content }));
  const put: Op = { ...place, sort: head.sort, put: await how.join(parts) };
  const deletes = rest.map(({ sort }): Op => ({ ...place, sort, del: true }));
  await kv.write(kv.can.atomicBatch ? [put, ...deletes] : [put]);
  return !kv.can.atomicBatch && deletes.length > 0;
}
