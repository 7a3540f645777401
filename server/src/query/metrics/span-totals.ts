import { hex } from '../../lib/bytes.ts';
import { agentPrefix } from '../../store/agent/keys.ts';
import type { AgentRecord, Presence } from '../../store/agent/store.ts';

/** What was received, stored and rejected of spans and span chunks. */
export interface Totals {
  readonly received: number;
  readonly stored: number;
  /** By reason. */
  readonly rejected: ReadonlyMap<string, number>;
  /** ms for which streams were not read. */
  readonly paused: number;
}

/**
 * Sums what the collectors of this process counted of each agent into totals that only ever grow, whatever becomes of
 * the agents' rows: a counter that falls would read as one that began anew.
 */
export class SpanTotals {
  #received = 0;
  #stored = 0;
  #paused = 0;
  readonly #rejected = new Map<string, number>();
  #seen = new Map<string, Presence>();

  /** Takes what is known of agents now. `mine`: whether a collector, by its writer id, belongs to this process. */
  take(records: readonly AgentRecord[], mine: (writer: string) => boolean): Totals {
    const seen = new Map<string, Presence>();
    for (const { agent, presence } of records) {
      for (const [writer, now] of presence) {
        if (!mine(writer)) continue;
        const key = `${hex(agentPrefix(agent))} ${writer}`;
        this.#add(this.#seen.get(key), now);
        seen.set(key, now);
      }
    }
    this.#seen = seen;
    return { received: this.#received, stored: this.#stored, rejected: new Map(this.#rejected), paused: this.#paused };
  }

  #add(before: Presence | undefined, now: Presence): void {
    this.#received += grown(before?.received, now.received);
    this.#stored += grown(before?.stored, now.stored);
    this.#paused += grown(before?.paused, now.paused ?? 0);
    for (const [reason, count] of Object.entries(now.rejected)) {
      const more = grown(before?.rejected[reason], count);
      this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + more);
    }
  }
}

/** An agent that was forgotten and came again counts from 0 again. */
const grown = (before = 0, now: number): number => (now >= before ? now - before : now);
