import assert from 'node:assert/strict';
import { type Bytes, text, utf8 } from '../lib/bytes.ts';
import { Failure, type FailureCode } from '../lib/failure.ts';
import { type Day, day, dayOf, now } from '../lib/time.ts';
import type { Dumped, Kv, Op, Partition, Range, Row, Table } from './kv.ts';

export const daily: Table = { name: 'daily', id: 201, family: 'days', period: 'day' };
export const sibling: Table = { name: 'sibling', id: 202, family: 'days', period: 'day' };
export const otherDaily: Table = { name: 'other-daily', id: 203, family: 'other-days', period: 'day' };
export const monthly: Table = { name: 'monthly', id: 204, family: 'months', period: 'month' };
export const yearly: Table = { name: 'yearly', id: 205, family: 'years', period: 'year' };
export const permanent: Table = { name: 'permanent', id: 206, family: 'forever', period: 'permanent' };

/** The tables the contract writes to: an engine that wants to know its tables is opened with these. */
export const contractTables: readonly Table[] = [daily, sibling, otherDaily, monthly, yearly, permanent];

/** Engines that let old cells die by themselves must not take the contract's rows for old: it lives around today. */
export const today = dayOf(now());
export const yesterday = day(today - 1);

const asBytes = (from: Bytes | string): Bytes => (typeof from === 'string' ? utf8(from) : from);

export const at = (table: Table, partition: Bytes | string, of: Day = today): Partition => ({
  table,
  day: table.period === 'permanent' ? undefined : of,
  partition: asBytes(partition),
});

export const row = (table: Table, partition: Bytes | string, sort: Bytes | string, of: Day = today): Row => ({
  ...at(table, partition, of),
  sort: asBytes(sort),
});

export const put = (
  table: Table,
  partition: Bytes | string,
  sort: Bytes | string,
  value: string,
  of: Day = today,
): Op => ({
  ...row(table, partition, sort, of),
  put: utf8(value),
});

export const remove = (table: Table, partition: string, sort: string): Op => ({
  ...row(table, partition, sort),
  del: true,
});

export const letters = (kv: Kv): Promise<void> =>
  kv.write(['c', 'a', 'e', 'b', 'd'].map((sort) => put(daily, 'p', sort, sort)));

export async function read(
  kv: Kv,
  table: Table,
  partition: string,
  sort: string,
  of?: Day,
): Promise<string | undefined> {
  const value = await kv.get(row(table, partition, sort, of));
  return value && text(value);
}

export async function rows(kv: Kv, partition: Partition, range?: Range): Promise<(readonly [Bytes, string])[]> {
  const found: (readonly [Bytes, string])[] = [];
  for await (const { sort, value } of kv.scan(partition, range)) found.push([sort, text(value)]);
  return found;
}

export const sorts = async (kv: Kv, range?: Range): Promise<string[]> =>
  (await rows(kv, at(daily, 'p'), range)).map(([sort]) => text(sort));

export async function dumped(kv: Kv, table: Table, of: Day | undefined, after?: Dumped): Promise<Dumped[]> {
  const found: Dumped[] = [];
  for await (const each of kv.dump(table, of, after)) found.push(each);
  return found;
}

export const fails = (code: FailureCode, promise: Promise<unknown>): Promise<void> =>
  assert.rejects(promise, (error) => error instanceof Failure && error.code === code);

/** `size` bytes that do not repeat, the same every time: compression must not make them small. */
export function noise(size: number): Bytes {
  const bytes = new Uint8Array(size);
  for (let at = 0, state = size + 1; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
