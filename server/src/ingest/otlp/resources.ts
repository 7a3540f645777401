import { type Bytes, hex } from '../../lib/bytes.ts';
import { hashBytes } from '../../lib/hash.ts';
import { Lru } from '../../lib/lru.ts';
import type { AgentStore } from '../../store/agent/store.ts';
import type { Agents, KnownAgent } from '../agents.ts';
import { agentOf, infoOf, readResource } from './resource.ts';

/** Processes that are known by the bytes of their resource, which are the same with every request. */
const LIMIT = 10_000;

/** How often what a process tells of itself is stored again, ms: it is kept by the month. */
const TELL_AGAIN = 24 * 3_600_000;

interface Entry {
  readonly bytes: Bytes;
  readonly known: KnownAgent;
  readonly toldAt: number;
}

/** Finds the agent that a Resource of OTLP means. */
export class Resources {
  readonly #agents: Agents;
  readonly #store: AgentStore;
  readonly #entries = new Lru<string, Entry>(LIMIT);

  constructor(agents: Agents, store: AgentStore) {
    this.#agents = agents;
    this.#store = store;
  }

  /** The agent of `buffer[from..to)`, a Resource that came from `address`. Throws MESSAGE_INVALID. */
  agent(buffer: Bytes, from: number, to: number, address: string): KnownAgent {
    const bytes = buffer.subarray(from, to);
    const key = hex(hashBytes(bytes));
    const entry = this.#entries.get(key);
    const now = this.#agents.now();
    if (entry !== undefined && now - entry.toldAt < TELL_AGAIN && Buffer.compare(entry.bytes, bytes) === 0) {
      return this.#agents.enter(entry.known.agent);
    }
    const resource = readResource(buffer, from, to);
    const known = this.#agents.enter(agentOf(resource));
    this.#entries.set(key, { bytes: new Uint8Array(bytes), known, toldAt: now });
    // What it tells of itself is nice to have: spans do not wait for it.
    this.#store.tell(known.agent, infoOf(resource, address)).catch(() => this.#entries.delete(key));
    return known;
  }
}
