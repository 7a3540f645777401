import type { Reads } from '../../lib/reading.ts';
import { HOUR, type Millis } from '../../lib/time.ts';
import type { SlowQuery } from '../schema/status.ts';

/** A question that took longer is remembered, ms. */
export const SLOW = 1_000;

/** How many are remembered: the latest. */
const LIMIT = 50;

/** The longest text of a parameter that is kept. */
const TEXT = 120;

/** Reading fewer rows than this takes no second: it was the server that had no time. */
const FEW = 1_000;

/** Parameters that say how much is asked for; others may hold what nobody else is to see. */
const telling = ['application', 'service', 'from', 'to', 'inbound', 'outbound', 'order', 'offset', 'limit'] as const;

export interface Answered {
  readonly at: Millis;
  readonly route: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly ms: number;
  readonly reads: Reads;
}

/** Questions that took long. Of this process and its life only. */
export class SlowQueries {
  #count = 0;
  #latest: SlowQuery[] = [];

  answered({ at, route, query, ms, reads }: Answered): void {
    if (ms < SLOW) return;
    this.#count++;
    const parameters = Object.fromEntries(
      telling.flatMap((name) => (query[name] === undefined ? [] : [[name, String(query[name]).slice(0, TEXT)]])),
    );
    const { rows, bytes } = reads;
    const slow = { at, route, parameters, ms: Math.round(ms), rows, bytes, help: whatHelps(query, reads) };
    this.#latest = [slow, ...this.#latest].slice(0, LIMIT);
  }

  /** All since the start. */
  get count(): number {
    return this.#count;
  }

  /** The latest first. */
  latest(): readonly SlowQuery[] {
    return this.#latest;
  }
}

/** What would make a question faster, the most effective first. */
export function whatHelps(query: Answered['query'], { rows }: Reads): SlowQuery['help'] {
  if (rows < FEW) return ['server'];
  const range = Number(query.to) - Number(query.from);
  const hops = Number(query.inbound ?? 0) + Number(query.outbound ?? 0);
  const help: SlowQuery['help'] = [];
  if (range > HOUR) help.push('range');
  if (hops > 2) help.push('hops');
  if (Number(query.offset ?? 0) > 1_000) help.push('offset');
  return help.length === 0 ? ['narrow'] : help;
}
