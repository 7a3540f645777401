import type { Bytes } from '../../lib/bytes.ts';
import type { FailureCode } from '../../lib/failure.ts';
import type { Day } from '../../lib/time.ts';
import type { Range } from '../kv.ts';

/** The end of a channel between two threads: a Worker, or a worker's parent port. */
export interface Channel {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** A row or partition as it crosses threads: the table by its id. */
export interface Where {
  readonly table: number;
  readonly day: Day | undefined;
  readonly partition: Bytes;
}

export type Request =
  | { readonly kv: 'write'; readonly id: number; readonly batch: Bytes }
  | { readonly kv: 'get'; readonly id: number; readonly where: Where; readonly sort: Bytes }
  | { readonly kv: 'scan'; readonly id: number; readonly where: Where; readonly range: Range }
  | {
      readonly kv: 'swap';
      readonly id: number;
      readonly where: Where;
      readonly sort: Bytes;
      readonly expected: Bytes | undefined;
      readonly next: Bytes | undefined;
    };

export type Answer =
  | { readonly kv: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kv: 'failed'; readonly id: number; readonly code: FailureCode; readonly detail: string };

/** Whether a message of a shared channel belongs to the storage. */
export const isKv = (message: unknown): message is Request | Answer =>
  typeof message === 'object' && message !== null && 'kv' in message;
