import { getOrMake } from '../../lib/get-or-make.ts';
import { Sketch } from '../../lib/sketch.ts';
import { MINUTE, type Millis, millis } from '../../lib/time.ts';
import type { Agent } from '../application.ts';

/** The first span of an agent in a flush: of all its spans there, the one that waited longest. */
export interface Arrival {
  readonly agent: Agent;
  readonly receivedAt: Millis;
}

/** How long an agent's spans took from being received to being seen by queries, ms. */
export interface AgentLag {
  readonly agent: Agent;
  readonly p50: number;
  readonly p99: number;
  readonly flushes: number;
}

/** Agents that are told of: the slowest. */
const LIMIT = 200;

/**
 * Ingest lag by agent over the last one to two minutes. It counts one span of each agent in each flush, the one that
 * waited longest: an upper bound that costs nothing for a span.
 */
export class Lags {
  #old = new Map<Agent, Sketch>();
  #young = new Map<Agent, Sketch>();
  #since: Millis;

  constructor(now: Millis) {
    this.#since = now;
  }

  /** What these arrivals are part of can be found from `now` on. */
  visible(arrivals: readonly Arrival[], now: Millis): void {
    this.#turn(now);
    for (const { agent, receivedAt } of arrivals) {
      getOrMake(this.#young, agent, () => new Sketch()).add(Math.max(0, now - receivedAt));
    }
  }

  /** Every agent's lag, the slowest first, and that of all together. */
  take(now: Millis): { agents: AgentLag[]; all: Omit<AgentLag, 'agent'> } {
    this.#turn(now);
    const all = new Sketch();
    const agents = [...new Set([...this.#young.keys(), ...this.#old.keys()])].map((agent) => {
      const sketch = new Sketch();
      for (const part of [this.#young.get(agent), this.#old.get(agent)]) if (part !== undefined) sketch.merge(part);
      all.merge(sketch);
      return { agent, ...figuresOf(sketch) };
    });
    return { agents: agents.sort((a, b) => b.p99 - a.p99).slice(0, LIMIT), all: figuresOf(all) };
  }

  #turn(now: Millis): void {
    const age = Math.abs(now - this.#since);
    if (age < MINUTE) return;
    this.#old = age < 2 * MINUTE ? this.#young : new Map();
    this.#young = new Map();
    this.#since = millis(now);
  }
}

export const figuresOf = (sketch: Sketch): { p50: number; p99: number; flushes: number } => ({
  p50: sketch.quantile(0.5) ?? 0,
  p99: sketch.quantile(0.99) ?? 0,
  flushes: sketch.count,
});
