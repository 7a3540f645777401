import { ProtoWriter } from '../generate/proto-writer.ts';
import { roster } from '../generate/roster.ts';
import type { Connection } from './connection.ts';
import type { Plan, Result } from './plan.ts';

/** Messages of a batch, and calls that an agent has under way: what Java's agents do. */
const BATCH = 20;
const IN_FLIGHT = 10;

interface Batch {
  readonly agent: number;
  readonly pspans: number;
  /** A gRPC message: a PSpanMessageBatch behind its head. */
  readonly body: Buffer;
}

/** SendSpanBatch: each agent gathers twenty messages and sends them as a call of their own. */
export class Batches implements Plan {
  readonly path = '/v1.Span/SendSpanBatch';
  readonly unary = true;
  readonly #batches: Batch[] = [];
  readonly #open = roster.map(() => new Gathered());

  add(agent: number, isSpan: boolean, bytes: Uint8Array): void {
    const gathered = this.#open[agent];
    if (gathered?.add(isSpan, bytes) === BATCH) this.#batches.push({ agent, ...gathered.take() });
  }

  async run(connections: readonly Connection[]): Promise<Result> {
    for (const [agent, gathered] of this.#open.entries()) {
      if (gathered.messages > 0) this.#batches.push({ agent, ...gathered.take() });
    }
    const lanes = connections.map((connection) => new Lane(connection));
    for (const { agent, pspans, body } of this.#batches) await lanes[agent]?.send(body, pspans);
    await Promise.all(lanes.map((lane) => lane.settled()));
    const refused = lanes.reduce((sum, lane) => sum + lane.refused, 0);
    const refusedPspans = lanes.reduce((sum, lane) => sum + lane.refusedPspans, 0);
    return { calls: this.#batches.length, refused, refusedPspans };
  }
}

/** The calls of one agent, of which only so many are under way at a time. */
class Lane {
  refused = 0;
  refusedPspans = 0;
  readonly #connection: Connection;
  readonly #running = new Set<Promise<void>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async send(body: Buffer, pspans: number): Promise<void> {
    while (this.#running.size >= IN_FLIGHT) await Promise.race(this.#running);
    const call = this.#connection.call();
    const done = call.outcome.then((outcome) => {
      this.#running.delete(done);
      if (outcome !== 'refused') return;
      this.refused++;
      this.refusedPspans += pspans;
    });
    this.#running.add(done);
    await this.#connection.finish(call, body);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}

/** The batch of one agent that grows. */
class Gathered {
  messages = 0;
  #pspans = 0;
  readonly #writer = new ProtoWriter();

  add(isSpan: boolean, message: Uint8Array): number {
    if (isSpan) this.#pspans++;
    this.#writer.leave(this.#entered(message));
    return ++this.messages;
  }

  take(): Omit<Batch, 'agent'> {
    const { written } = this.#writer;
    const body = Buffer.allocUnsafe(5 + written.length);
    body.writeUInt8(0, 0);
    body.writeUInt32BE(written.length, 1);
    body.set(written, 5);
    const batch = { body, pspans: this.#pspans };
    this.#writer.clear();
    this.messages = this.#pspans = 0;
    return batch;
  }

  /** PSpanMessageBatch.span */
  #entered(message: Uint8Array): number {
    const mark = this.#writer.enter(1);
    this.#writer.raw(message);
    return mark;
  }
}
