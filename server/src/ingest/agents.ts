import { getOrMake } from '../lib/get-or-make.ts';
import { type Clock, type Day, dayOf, type Millis, monthStart } from '../lib/time.ts';
import type { ApplicationStore } from '../store/agent/application-store.ts';
import type { AgentStore } from '../store/agent/store.ts';
import { type Agent, agentKey } from '../store/application.ts';
import type { MetadataStore } from '../store/metadata/store.ts';
import { pausedUntil } from './ledger.ts';

/** An agent that has called this process, and what is counted of it. */
export interface KnownAgent {
  /** Replaced when its type becomes known; the same object for all spans in between. */
  agent: Agent;
  readonly firstSeen: Millis;
  lastSeen: Millis;
  /** Open ping sessions. */
  sessions: number;
  /** When it ended its last ping session itself; 0 if it has not. */
  leftAt: number;
  /** Spans and span chunks. */
  received: number;
  stored: number;
  readonly rejected: Map<string, number>;
  /** What was last rejected or held back for long, and when; at 0 if nothing was. */
  lost: { at: number; reason: string };
  /** ms for which its streams were not read because the server was full, up to `pausedSince`. */
  paused: number;
  /** Messages that hold its streams back now, and since when the first does. */
  holding: number;
  pausedSince: number;
  /** Its rows are older than what is known. */
  changed: boolean;
  /** First day of the month in which its rows were put; 0 before. */
  month: Day;
  /** Types of its application that are in the registry, by type. */
  readonly registered: Map<number, Promise<void>>;
}

const UNDEFINED_TYPE = -1;

/** More agents than this in one process are not plausible: further ones take the place of those not seen for longest. */
const AGENT_LIMIT = 20_000;

/** How long to gather agents that are new or came or went: people wait to see it. */
const SOON = 200;

/** Keeps who calls; puts what is known of them into the store every few seconds. */
export class Agents {
  readonly #store: AgentStore;
  readonly #applications: ApplicationStore;
  readonly #metadata: MetadataStore;
  readonly #clock: Clock;
  readonly #known = new Map<string, KnownAgent>();
  readonly #urgent = new Set<KnownAgent>();
  #soon: NodeJS.Timeout | undefined;

  constructor(store: AgentStore, applications: ApplicationStore, metadata: MetadataStore, clock: Clock) {
    this.#store = store;
    this.#applications = applications;
    this.#metadata = metadata;
    this.#clock = clock;
  }

  /** Set when the server ends: sessions that close from now on did not end by the agents' will. */
  stopping = false;

  now(): Millis {
    return this.#clock();
  }

  /** The agent that these headers name. */
  enter(agent: Agent): KnownAgent {
    const { service, name } = agent.application;
    const known = getOrMake(this.#known, `${service}^${name}^${agentKey(agent)}`, () => this.#first(agent));
    this.seen(known);
    return known;
  }

  seen(known: KnownAgent): void {
    known.lastSeen = this.#clock();
    known.changed = true;
  }

  /** Spans and span chunks of all agents that are known. */
  get received(): number {
    let received = 0;
    for (const known of this.#known.values()) received += known.received;
    return received;
  }

  /** The agent came or went: it is put soon. */
  moved(known: KnownAgent): void {
    this.seen(known);
    this.#urgent.add(known);
    this.#soon ??= setTimeout(() => this.#saveUrgent(), SOON).unref();
  }

  /** Learns the type of an agent that does not send it in its headers. */
  learnType(known: KnownAgent, type: number): void {
    if (known.agent.application.type !== UNDEFINED_TYPE || type <= 0) return;
    known.agent = { ...known.agent, application: { ...known.agent.application, type } };
    known.month = 0 as Day;
  }

  /** Resolves when spans of this type can be found by their application. */
  register(known: KnownAgent, type: number): Promise<void> {
    return getOrMake(known.registered, type, () =>
      this.#applications.ensure({ ...known.agent.application, type }).catch((error) => {
        known.registered.delete(type);
        throw error;
      }),
    );
  }

  /** Puts the rows of the agents that changed. */
  async save(): Promise<void> {
    const changed = [...this.#known.values()].filter((known) => known.changed || known.holding > 0);
    await Promise.all(changed.map((known) => this.#save(known)));
    this.#forget();
  }

  #saveUrgent(): void {
    this.#soon = undefined;
    for (const known of this.#urgent) {
      // What fails is put with the next `save`, which says so.
      this.#save(known).catch(() => {
        known.changed = true;
      });
    }
    this.#urgent.clear();
  }

  async #save(known: KnownAgent): Promise<void> {
    known.changed = false;
    const { agent } = known;
    const month = monthStart(dayOf(this.#clock()));
    if (known.month !== month) {
      await this.#store.saw(agent);
      await this.#metadata.carry(agent);
      known.month = month;
    }
    const { firstSeen, lastSeen, sessions, leftAt, received, stored } = known;
    const rejected = Object.fromEntries(known.rejected);
    const paused = pausedUntil(known, this.#clock());
    const { at: lostAt, reason: lostReason } = known.lost;
    await this.#store.present(agent, {
      firstSeen,
      lastSeen,
      sessions,
      leftAt,
      received,
      stored,
      rejected,
      paused,
      lostAt,
      lostReason,
    });
  }

  #first(agent: Agent): KnownAgent {
    const now = this.#clock();
    const known: KnownAgent = {
      agent,
      firstSeen: now,
      lastSeen: now,
      sessions: 0,
      leftAt: 0,
      received: 0,
      stored: 0,
      rejected: new Map(),
      lost: { at: 0, reason: '' },
      paused: 0,
      holding: 0,
      pausedSince: 0,
      changed: true,
      month: 0 as Day,
      registered: new Map(),
    };
    this.moved(known);
    return known;
  }

  #forget(): void {
    if (this.#known.size <= AGENT_LIMIT) return;
    const idle = [...this.#known].filter(([, { sessions, changed }]) => sessions === 0 && !changed);
    idle.sort(([, a], [, b]) => a.lastSeen - b.lastSeen);
    for (const [key] of idle.slice(0, this.#known.size - AGENT_LIMIT)) this.#known.delete(key);
  }
}
