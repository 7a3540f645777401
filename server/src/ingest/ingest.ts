import type { Bytes } from '../lib/bytes.ts';
import { asFailure, Failure } from '../lib/failure.ts';
import { ProtoReader } from '../lib/protobuf.ts';
import type { Clock } from '../lib/time.ts';
import { Gate } from '../store/retention/gate.ts';
import { SpanFacts } from '../store/span/facts.ts';
import type { SpanWriter } from '../store/span-writer.ts';
import type { Agents, KnownAgent } from './agents.ts';
import { pause, reject } from './ledger.ts';
import type { ValuePolicy } from './mask/fields.ts';
import { batchHash, type Repeats, type Taken } from './repeats.ts';
import { FactsReader } from './span/read-facts.ts';

export interface IngestOptions {
  readonly clock: Clock;
  readonly policy: ValuePolicy;
  /** Raw bytes that may be on their way to the storage; beyond it batches are refused and streams held back. */
  readonly bytesInFlight: number;
  /** Closed while the disk is nearly full; open if left out. */
  readonly gate?: Gate;
}

/** How often a stream that is held back looks whether it may go on. */
const HOLD = 20;

/**
 * Takes span messages from every receiver. Each is read once for what the indexes need and handed to the writer as
 * bytes; what cannot be read is rejected alone, counted for its agent, and costs its neighbours nothing.
 */
export class Ingest {
  readonly #writer: SpanWriter;
  readonly #agents: Agents;
  readonly #options: IngestOptions;
  readonly #gate: Gate;
  readonly #reader = new ProtoReader();
  readonly #batch = new ProtoReader();
  readonly #facts = new SpanFacts();
  readonly #read: FactsReader;
  readonly #repeats: Repeats;

  constructor(writer: SpanWriter, agents: Agents, repeats: Repeats, options: IngestOptions) {
    this.#writer = writer;
    this.#agents = agents;
    this.#options = options;
    this.#gate = options.gate ?? new Gate();
    this.#read = new FactsReader(options.policy);
    this.#repeats = repeats;
  }

  /** Whether no more should be taken for now. */
  get busy(): boolean {
    return this.#writer.waiting > this.#options.bytesInFlight;
  }

  /** Resolves when there is room again. */
  async room(): Promise<void> {
    while (this.busy) await new Promise((resolve) => setTimeout(resolve, HOLD));
  }

  /**
   * Takes a message of a stream. A promise says that no more should be read until it resolves: not reading is the
   * only way to tell a stream to wait, since it is never answered early.
   */
  streamed(known: KnownAgent, bytes: Bytes): Promise<void> | undefined {
    const { clock } = this.#options;
    if (this.#gate.closed) return pause(known, this.#gate.opened(), clock).then(() => void this.span(known, bytes));
    this.span(known, bytes);
    return this.busy ? pause(known, this.room(), clock) : undefined;
  }

  /** Takes a PSpanMessage. Returns why it was rejected, or undefined. Durable only after `durable`. */
  span(known: KnownAgent, bytes: Bytes, from = 0, to = bytes.length): Failure | undefined {
    this.#agents.seen(known);
    known.received++;
    try {
      const facts = this.#facts;
      facts.agent = known.agent;
      facts.receivedAt = this.#options.clock();
      this.#read.read(this.#reader.reset(bytes, from, to), facts, this.#writer.texts);
      const { type } = known.agent.application;
      if (facts.applicationType <= 0) facts.applicationType = type > 0 ? type : facts.serviceType;
      this.#agents.learnType(known, facts.applicationType);
      if (!known.registered.has(facts.applicationType)) this.#register(known, facts.applicationType);
      this.#writer.add(facts);
      known.stored++;
      return undefined;
    } catch (error) {
      return this.#rejected(known, asFailure(error));
    }
  }

  /** Throws SERVER_BUSY or DISK_LOW where no batch is taken now. */
  admit(): void {
    this.#gate.pass('telemetry');
    if (this.busy) throw new Failure('SERVER_BUSY', 'too many spans on their way to the storage');
  }

  /**
   * Takes a PSpanMessageBatch and resolves when what was not rejected is durable. A batch that comes again, because
   * its answer was lost, counts once. Throws SERVER_BUSY and DISK_LOW.
   */
  async spanBatch(known: KnownAgent, bytes: Bytes): Promise<Taken> {
    this.admit();
    return this.#repeats.once(batchHash(known.agent, bytes), (attach) => this.#takeBatch(known, bytes, attach));
  }

  async #takeBatch(known: KnownAgent, bytes: Bytes, attach: (writer: SpanWriter) => void): Promise<Taken> {
    let rejected = 0;
    let reason = '';
    const batch = this.#batch.reset(bytes);
    while (batch.next()) {
      if (batch.field !== 1) {
        batch.skip();
        continue;
      }
      batch.range();
      const failure = this.span(known, bytes, batch.from, batch.to);
      if (failure === undefined) continue;
      rejected++;
      reason = failure.message;
    }
    attach(this.#writer);
    await this.durable(known);
    return { rejected, reason };
  }

  /** Resolves when all that this agent sent so far is durable and can be found. */
  async durable(known: KnownAgent): Promise<void> {
    await Promise.all([this.#writer.durable(), ...known.registered.values()]);
  }

  #register(known: KnownAgent, type: number): void {
    this.#agents.register(known, type).catch((error) => this.#rejected(known, asFailure(error)));
  }

  #rejected(known: KnownAgent, failure: Failure): Failure {
    reject(known, failure.code, this.#options.clock());
    return failure;
  }
}
