import { AsyncLocalStorage } from 'node:async_hooks';

/** What a piece of work read: rows, and the bytes of their values. */
export interface Reads {
  rows: number;
  bytes: number;
}

/** Whose reads are counted: whatever runs within `reading.run(reads, …)`. */
export const reading = new AsyncLocalStorage<Reads>();
