import type { Bytes } from '../lib/bytes.ts';
import type { Day } from '../lib/time.ts';

/**
 * The seam to storage: an ordered row store with a partition key (where a row lives) and a sort key (its order
 * inside). Everything above this file leans on what is said here and on nothing else; `contract.ts` proves it.
 *
 * A row is (table, day, partition, sort) → bytes. Keys sort as unsigned bytes. `day` is the UTC day on which the
 * collector received the row; a table that is kept by month or year files it under its period, so there any day
 * of one period names the same row. Rows of a permanent table have no day. Keys may be empty; an empty value is a
 * value. Writes and swaps called one after the other take effect in that order, waited for or not. Bytes handed out
 * belong to who asked for them. After disposal, which finishes the writes it finds, everything fails STORE_CLOSED.
 */
export interface Kv extends AsyncDisposable {
  /** What this engine promises beyond the seam. A flag left out is a promise not made. */
  readonly can: { readonly atomicBatch?: true };

  get(row: Row): Promise<Bytes | undefined>;

  /**
   * Rows of one partition of one day in the order of their sort keys, or backwards. Leaving the loop ends the scan.
   * A day that was never written is empty. Rows written after the scan began may or may not be seen; a day that
   * expires under it ends it early.
   */
  scan(partition: Partition, range?: Range): AsyncIterable<Entry>;

  /**
   * Resolves when every put and delete of the batch is durable; rejects if any may not be. Sending the same batch
   * again is harmless. Atomic per row; per batch only with `can.atomicBatch` and rows of one family and period.
   * Values are at most 8 MiB. The caller leaves the bytes alone until it resolves.
   */
  write(batch: readonly Op[]): Promise<void>;

  /** Puts `next` (or deletes, when undefined) only if the row's value is `expected` (undefined: absent). Durable. */
  swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean>;

  /** Drops every row of `table` whose whole period lies before `day`. Tables of one family expire together. */
  expire(table: Table, day: Day): Promise<void>;

  /** Bytes and rows of every table and period that holds any; rows are an estimate where counting is dear. */
  usage(): Promise<readonly Usage[]>;

  /** Every row of one table and period in an order of the engine's own, resumable behind the last row seen. */
  dump(table: Table, day: Day | undefined, after?: Dumped): AsyncIterable<Dumped>;
}

/** How long the rows of a table stay together: the unit of expiry. */
export type Period = 'day' | 'month' | 'year' | 'permanent';

/**
 * A table, declared once by the store that owns it. Tables of one family and period share a fate: one durable
 * batch, one expiry. `id` is 1 … 255, unique among all tables and never used again for another; 0 is the engines' own.
 */
export interface Table {
  readonly name: string;
  readonly id: number;
  readonly family: string;
  readonly period: Period;
}

export interface Partition {
  readonly table: Table;
  /** Left out only for a permanent table. */
  readonly day?: Day | undefined;
  readonly partition: Bytes;
}

export interface Row extends Partition {
  readonly sort: Bytes;
}

/** `from` inclusive, `to` exclusive, both optional. `limit` counts rows from the side the scan starts at. */
export interface Range {
  readonly from?: Bytes | undefined;
  readonly to?: Bytes | undefined;
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
}

export interface Entry {
  readonly sort: Bytes;
  readonly value: Bytes;
}

export interface Dumped extends Entry {
  readonly partition: Bytes;
}

export type Op = (Row & { readonly put: Bytes }) | (Row & { readonly del: true });

export interface Usage {
  readonly table: Table;
  /** The first day of the period; undefined for a permanent table. */
  readonly day: Day | undefined;
  readonly bytes: number;
  readonly rows: number;
}

/** The most bytes one value may hold. */
export const VALUE_LIMIT = 8 * 1024 * 1024;
