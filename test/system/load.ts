import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Ports } from './server.ts';
import { headersOf, type Identity, methods, rootSpan, traceIdOf } from './test-agent.ts';

const BATCH = 20;
const IN_FLIGHT = 4;

/**
 * An agent that sends batches of spans as fast as they are acknowledged, and remembers which were. It calls over
 * grpc-js, as a client that is not ours sees the server. No two spans of any load have one number.
 */
export class Load {
  readonly number: number;
  readonly sent = new Set<number>();
  readonly acknowledged = new Set<number>();
  /** Batches that were not acknowledged. */
  failed = 0;
  /** Resolves when the first batch is acknowledged. */
  readonly begun: Promise<void>;
  readonly #identity: Identity;
  readonly #headers = new Metadata();
  readonly #agent: Client;
  readonly #span: Client;
  readonly #done: Promise<unknown>;
  readonly #first = Promise.withResolvers<void>();
  #next: number;
  #stopped = false;

  constructor(ports: Ports, number: number) {
    this.number = number;
    this.#identity = { application: 'LOAD', agentId: `load-${number}`, startTime: 1_795_000_000_000 + number };
    for (const [name, value] of Object.entries(headersOf(this.#identity))) {
      if (name !== 'te' && name !== 'content-type') this.#headers.set(name, String(value));
    }
    this.#agent = new Client(`127.0.0.1:${ports.agent}`, credentials.createInsecure());
    this.#span = new Client(`127.0.0.1:${ports.span}`, credentials.createInsecure());
    this.#next = 1 + number * 1_000_000;
    this.begun = this.#first.promise;
    this.#done = this.#run();
  }

  /** Resolves when everything that was sent is acknowledged or failed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    this.#agent.close();
    this.#span.close();
  }

  get agentId(): string {
    return this.#identity.agentId;
  }

  traceIdOf(number: number): string {
    return traceIdOf(this.#identity, number);
  }

  async #run(): Promise<void> {
    const name = { apiId: 1, apiInfo: `load.handle${this.number}()`, line: -1 };
    if (!(await this.#call(this.#agent, methods.RequestApiMetaData, name))) return;
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => this.#sendBatches()));
  }

  async #sendBatches(): Promise<void> {
    while (!this.#stopped) {
      const numbers = Array.from({ length: BATCH }, () => this.#next++);
      for (const number of numbers) this.sent.add(number);
      const span = numbers.map((number) => ({ field: { case: 'span' as const, value: this.#spanOf(number) } }));
      if (await this.#call(this.#span, methods.SendSpanBatch, { span })) {
        for (const number of numbers) this.acknowledged.add(number);
        this.#first.resolve();
      } else {
        this.failed++;
        return;
      }
    }
  }

  #spanOf(number: number) {
    const span = rootSpan(this.#identity, number);
    return { ...span, apiId: 1, elapsed: number, acceptEvent: { ...span.acceptEvent, rpc: `/load/${number}` } };
  }

  #call<Message>(
    client: Client,
    { path, requestSerialize }: { readonly path: string; requestSerialize(message: Message): Buffer },
    message: NoInfer<Message>,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const answered = (error: ServiceError | null) => resolve(error === null);
      client.makeUnaryRequest(path, requestSerialize, (bytes: Buffer) => bytes, message, this.#headers, answered);
    });
  }
}
