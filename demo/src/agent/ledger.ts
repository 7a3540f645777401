/** What one agent sent, counted in messages. */
export interface Sent {
  /** Spans and chunks that the collector said it has (SendSpanBatch). */
  acknowledged: number;
  /** Spans and chunks written to a stream: the collector says nothing about them. */
  written: number;
  /** Spans and chunks that never left, or whose call failed. */
  lost: number;
  agentInfos: number;
  /** APIs, SQL and strings that the collector said it has. */
  metadata: number;
  exceptions: number;
  stats: number;
  commands: number;
}

const nothing = (): Sent => ({
  acknowledged: 0,
  written: 0,
  lost: 0,
  agentInfos: 0,
  metadata: 0,
  exceptions: 0,
  stats: 0,
  commands: 0,
});

/** What the demo has sent, by agent id: what a test compares with what a collector says it has. */
export class Ledger {
  readonly #agents = new Map<string, Sent>();

  of(agentId: string): Sent {
    const sent = this.#agents.get(agentId) ?? nothing();
    this.#agents.set(agentId, sent);
    return sent;
  }

  get agentIds(): readonly string[] {
    return [...this.#agents.keys()];
  }

  get total(): Readonly<Sent> {
    const total = nothing();
    for (const sent of this.#agents.values()) {
      for (const key of keys) total[key] += sent[key];
    }
    return total;
  }
}

const keys = ['acknowledged', 'written', 'lost', 'agentInfos', 'metadata', 'exceptions', 'stats', 'commands'] as const;
