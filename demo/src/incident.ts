/**
 * What goes wrong in the shop as a whole, and when: a statement that turns slow, a payment provider that is down. All of
 * it follows from the seed and the time of start.
 */
import type { Database, Statement } from './dsl.ts';
import { Random } from './random.ts';
import { statements } from './statements.ts';

const second = 1000;

/** Comes back: first after `first`, then once in every `period`, up to `jitter` later. All in ms. */
interface Recurring {
  readonly first: number;
  readonly period: number;
  readonly jitter: number;
  readonly lasts: number;
}

const slowStatement = {
  statement: statements.ordersOfUser,
  takes: 2600,
  when: { first: 15 * second, period: 240 * second, jitter: 60 * second, lasts: 40 * second },
} as const satisfies { statement: Statement; takes: number; when: Recurring };

const outage = {
  host: 'pay.example.com',
  share: 0.7,
  when: { first: 100 * second, period: 300 * second, jitter: 90 * second, lasts: 30 * second },
} as const satisfies { host: string; share: number; when: Recurring };

export interface Incidents {
  /** Median ms that the statement takes at this time. */
  takes(statement: Statement, at: number): number;
  /** Whether requests have to wait for a connection to the database. */
  isCrowded(database: Database, at: number): boolean;
  /** How often the host answers 503 instead of what was asked: 0 never, 1 always. */
  refuses(host: string, at: number): number;
}

/** The incidents of a demo that began at `start`, in ms since 1970. */
export function incidents(seed: number, start: number): Incidents {
  const isSlow = (at: number) => isDuring(slowStatement.when, at - start, `${seed} slow`);
  return {
    takes: (statement, at) =>
      statement.text === slowStatement.statement.text && isSlow(at) ? slowStatement.takes : statement.takes,
    isCrowded: (database, at) => database.name === slowStatement.statement.database.name && isSlow(at),
    refuses: (host, at) =>
      host === outage.host && isDuring(outage.when, at - start, `${seed} outage`) ? outage.share : 0,
  };
}

function isDuring({ first, period, jitter, lasts }: Recurring, elapsed: number, seed: string): boolean {
  const turn = Math.floor((elapsed - first) / period);
  if (turn < 0) return false;
  const late = turn === 0 ? 0 : new Random(`${seed} ${turn}`).next() * jitter;
  const since = elapsed - first - turn * period - late;
  return since >= 0 && since < lasts;
}
