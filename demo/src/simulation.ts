import type { Application, Visitor } from './dsl.ts';
import { incidents } from './incident.ts';
import { visitsPerSecond } from './load.ts';
import { type Part, partsOf } from './part.ts';
import { Random } from './random.ts';
import { type Agent, Roster } from './roster.ts';
import type { Span } from './span.ts';
import type { Scene } from './steps.ts';
import { traceOf } from './trace.ts';

export interface SimulationOptions {
  readonly applications: readonly Application[];
  readonly visitors: readonly Visitor[];
  readonly seed: number;
  /** ms since 1970. */
  readonly start: number;
  /** How busy: 1 is a few visits a second. */
  readonly rate: number;
}

/** What happened in a stretch of time. */
export interface Progress {
  /** Spans that began, or will as part of a trace that began. */
  readonly begun: readonly Span[];
  /** Messages that are ready to be sent, in order. */
  readonly ready: readonly Part[];
}

/** So soon after the start the first visit comes, in ms. */
const firstVisit = 200;

/** The whole shop at work. The same options give the same traces, whenever and however often one looks. */
export class Simulation {
  readonly roster: Roster;
  readonly #options: SimulationOptions;
  readonly #random: Random;
  readonly #scene: Scene;
  readonly #sequences = new WeakMap<Agent, number>();
  /** Parts whose time has not come, by time. */
  #waiting: Part[] = [];
  #nextVisit: number;

  constructor(options: SimulationOptions) {
    const { applications, seed, start } = options;
    this.#options = options;
    this.#random = new Random(`${seed} traces`);
    this.roster = new Roster(applications, seed, start);
    this.#nextVisit = start + firstVisit;
    this.#scene = {
      random: this.#random,
      applications,
      incidents: incidents(seed, start),
      agentOf: (application, at) => this.roster.pick(application, at, this.#random),
      nextSequence: (agent) => this.#nextSequence(agent),
    };
  }

  /** Goes on to `now` (ms since 1970), which never goes back. */
  advance(now: number): Progress {
    const begun: Span[] = [];
    while (this.#nextVisit <= now) {
      const at = Math.floor(this.#nextVisit);
      begun.push(...traceOf(this.#random.weighted(this.#options.visitors), at, this.#scene));
      const perSecond = visitsPerSecond(at - this.#options.start, this.#options.rate);
      this.#nextVisit += this.#random.gap(perSecond);
    }
    return { begun, ready: this.#due(begun, now) };
  }

  #due(begun: readonly Span[], now: number): readonly Part[] {
    const parts = [...this.#waiting, ...begun.flatMap(partsOf)].sort((a, b) => a.at - b.at);
    const later = parts.findIndex(({ at }) => at > now);
    const due = later === -1 ? parts.length : later;
    this.#waiting = parts.slice(due);
    return parts.slice(0, due);
  }

  #nextSequence(agent: Agent): number {
    const sequence = (this.#sequences.get(agent) ?? 0) + 1;
    this.#sequences.set(agent, sequence);
    return sequence;
  }
}
