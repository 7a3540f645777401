import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What to send. */
export interface Flood {
  readonly port: number;
  readonly connections: number;
  /** Calls under way on each connection. */
  readonly inFlight: number;
  /** Spans in a batch. */
  readonly batch: number;
  readonly seconds: number;
  /** Tells this flood's spans from those of others. */
  readonly seed: number;
}

/** What became of it. */
export interface Flooded {
  /** Spans acknowledged before the time was over. */
  readonly taken: number;
  /** Calls by gRPC status; -1: none. */
  readonly statuses: Readonly<Record<number, number>>;
  /** The longest that an answer took, ms. */
  readonly slowest: number;
}

/** Lets a process of its own send, so that neither server nor test share its thread. */
export async function flood(what: Flood): Promise<Flooded> {
  const child = fork(join(import.meta.dirname, 'flood-child.ts'), [JSON.stringify(what)]);
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the sender ended with ${code}`))),
  ]);
  return message as Flooded;
}
