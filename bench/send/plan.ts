import { roster } from '../generate/roster.ts';
import { Traffic } from '../generate/traffic.ts';
import type { Connection } from './connection.ts';
import type { Order, Prepared } from './order.ts';

/** What a plan says of itself when it has been carried out. */
export interface Result {
  readonly calls: number;
  readonly refused: number;
  readonly refusedPspans: number;
}

/** A way of sending messages: gathers them ready to be sent, then sends them. */
export interface Plan {
  /** The gRPC method. */
  readonly path: string;
  /** Whether each call names a deadline. */
  readonly unary: boolean;
  add(agent: number, isSpan: boolean, bytes: Uint8Array): void;
  /** One connection for each agent of the roster. */
  run(connections: readonly Connection[]): Promise<Result>;
}

/** Traces begin so many a second by their agents' clocks; nothing here depends on it. */
const TRACES_A_SECOND = 10_000;

/** Makes the traffic of an order and gathers it in a plan. */
export function prepare(order: Order, plan: Plan): Prepared {
  const pspans: Record<string, number> = {};
  let [spans, chunks, bytes] = [0, 0, 0];
  const traffic = new Traffic(order.seed, (agent, isSpan, message) => {
    const name = roster[agent]?.application.name ?? '';
    if (isSpan) {
      spans++;
      pspans[name] = (pspans[name] ?? 0) + 1;
    } else chunks++;
    bytes += message.length;
    plan.add(agent, isSpan, message);
  });
  for (let traces = 0; spans < order.pspans; traces++) {
    traffic.trace(order.at + Math.floor((traces * 1000) / TRACES_A_SECOND));
  }
  return { prepared: true, pspans, chunks, bytes };
}
