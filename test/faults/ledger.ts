import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, type Outcome } from '../system/grpc-call.ts';
import { headersOf, type Identity, methods, rootSpan } from '../system/test-agent.ts';

/** Spans of a batch, and batches that a client has under way: what Java's agents do. */
const BATCH = 20;
const LANES = 4;

/** How soon a client tries again, in ms: sooner than agents do, so that a server that comes back meets repeats at once. */
const AGAIN = 20;
/** ms after which an answer is no longer waited for. */
const DEADLINE = 15_000;

interface Batch {
  readonly first: number;
  readonly bytes: Buffer;
}

/** Statuses that ask a client to try again later (gRPC); -1: there was no answer. */
const again = new Set([-1, 8, 14]);

/** Counts of calls by gRPC status. */
export type Statuses = Map<number, number>;

/**
 * An agent with a ledger: it sends batches as fast as they are answered, notes which were acknowledged, and sends again,
 * byte by byte the same, what was not, to whichever server is there. The number of a span is its response time, and no
 * two spans of any ledger share one: a dot says which span it is.
 */
export class LedgerClient {
  readonly identity: Identity;
  readonly acknowledged = new Set<number>();
  readonly statuses: Statuses = new Map();
  /** When a connection was refused, ms since 1970. */
  readonly refusedAt: number[] = [];
  /** When a batch was acknowledged, and how many ms after it was sent first. */
  readonly answers: { readonly at: number; readonly after: number }[] = [];
  readonly #port: () => number;
  readonly #unanswered: Batch[] = [];
  readonly #first: number;
  #next: number;
  #connection: Promise<Connection | undefined> | undefined;
  #stopped = false;
  #lanes: Promise<unknown> = Promise.resolve();

  /** `port` answers where the server takes spans now. */
  constructor(number: number, port: () => number) {
    this.identity = { application: 'LEDGER', agentId: `ledger-${number}`, startTime: 1_795_000_000_000 + number };
    this.#port = port;
    this.#first = this.#next = 1 + number * 10_000_000;
  }

  /** Numbers of all spans that were sent or are to be sent again. */
  get sent(): number[] {
    return Array.from({ length: this.#next - this.#first }, (_, place) => this.#first + place);
  }

  start(): void {
    this.#stopped = false;
    this.#lanes = Promise.all(Array.from({ length: LANES }, () => this.#lane()));
  }

  /** Makes no further batches; resolves when every batch is acknowledged. */
  async finish(): Promise<void> {
    this.#stopped = true;
    await this.#lanes;
    await (await this.#connection)?.cut();
  }

  async #lane(): Promise<void> {
    for (;;) {
      const batch = this.#unanswered.shift() ?? (this.#stopped ? undefined : this.#make());
      if (batch === undefined) return;
      await this.#send(batch);
    }
  }

  /** Sends a batch until it is acknowledged. */
  async #send(batch: Batch): Promise<void> {
    const began = Date.now();
    for (;;) {
      const { status, message } = await this.#try(batch.bytes);
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
      if (status === 0) break;
      if (!again.has(status)) throw new Error(`a batch was refused with status ${status}: ${message}`);
      await sleep(AGAIN);
    }
    for (let place = 0; place < BATCH; place++) this.acknowledged.add(batch.first + place);
    this.answers.push({ at: Date.now(), after: Date.now() - began });
  }

  async #try(bytes: Buffer): Promise<Pick<Outcome, 'status' | 'message'>> {
    const nothing = { status: -1, message: '' };
    const connection = await this.#connected();
    if (connection === undefined) return nothing;
    const call = connection.call(methods.SendSpanBatch.path, headersOf(this.identity));
    call.send(bytes);
    call.end();
    const outcome = await Promise.race([call.outcome, sleep(DEADLINE, nothing, { ref: false })]);
    // Whatever was wrong with it, the next attempt has a connection of its own.
    if (outcome.status === -1 || outcome.status === 14) this.#connection = undefined;
    return outcome;
  }

  #connected(): Promise<Connection | undefined> {
    this.#connection ??= Connection.open(this.#port()).catch(() => {
      this.refusedAt.push(Date.now());
      this.#connection = undefined;
      return undefined;
    });
    return this.#connection;
  }

  #make(): Batch {
    const first = this.#next;
    this.#next += BATCH;
    const span = Array.from({ length: BATCH }, (_, place) => ({
      field: { case: 'span' as const, value: { ...rootSpan(this.identity, first + place), elapsed: first + place } },
    }));
    return { first, bytes: methods.SendSpanBatch.requestSerialize({ span }) };
  }
}
