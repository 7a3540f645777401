import { setTimeout as wait } from 'node:timers/promises';
import { roster } from '../generate/roster.ts';
import type { Call, Connection } from './connection.ts';
import { HEAD, putHead, type } from './frames.ts';
import type { Plan, Result } from './plan.ts';

/** The first call of a connection has this stream: frames can be made before there is a connection. */
const STREAM = 1;
const GRPC_HEAD = 5;

/** Messages of all agents that go out together when nothing limits the rate. */
const SLICE = 2400;
/** How often a limited sender sends, in ms. */
const TICK = 50;

interface Piece {
  readonly agent: number;
  /** DATA frames, one for each message. */
  readonly frames: Buffer;
  /** Bytes in the frames, as flow control counts them. */
  readonly size: number;
}

/** SendSpan: a stream for each agent, and on it a DATA frame for each message, as gRPC in Java and in Go writes them. */
export class Streams implements Plan {
  readonly path = '/v1.Span/SendSpan';
  readonly unary = false;
  readonly #tick: number | undefined;
  readonly #sliceSize: number;
  readonly #slices: Piece[][] = [];
  readonly #open = roster.map(() => new Gathered());
  #inSlice = 0;

  /** `rate`: messages a second. */
  constructor(rate: number | undefined) {
    this.#tick = rate === undefined ? undefined : TICK;
    this.#sliceSize = rate === undefined ? SLICE : Math.ceil((rate * TICK) / 1000);
  }

  add(agent: number, _isSpan: boolean, bytes: Uint8Array): void {
    this.#open[agent]?.add(bytes);
    if (++this.#inSlice >= this.#sliceSize) this.#cut();
  }

  async run(connections: readonly Connection[]): Promise<Result> {
    this.#cut();
    const streams = connections.map((connection) => ({ connection, call: connection.call() }));
    const began = performance.now();
    for (const [index, slice] of this.#slices.entries()) {
      for (const { agent, frames, size } of slice) await send(streams[agent], frames, size);
      if (this.#tick !== undefined) await wait(Math.max(0, began + (index + 1) * this.#tick - performance.now()));
    }
    await Promise.all(streams.map(({ connection, call }) => connection.finish(call, new Uint8Array(0))));
    const outcomes = await Promise.all(streams.map(({ call }) => call.outcome));
    const refused = outcomes.filter((outcome) => outcome !== 'taken').length;
    // A stream that fails does not tell how much of it was taken: reading back does.
    return { calls: streams.length, refused, refusedPspans: 0 };
  }

  #cut(): void {
    const slice = this.#open.flatMap((gathered, agent): Piece[] => {
      const piece = gathered.take();
      return piece === undefined ? [] : [{ agent, ...piece }];
    });
    if (slice.length > 0) this.#slices.push(slice);
    this.#inSlice = 0;
  }
}

async function send(
  stream: { readonly connection: Connection; readonly call: Call } | undefined,
  frames: Buffer,
  size: number,
): Promise<void> {
  await stream?.connection.send(stream.call, frames, size);
}

/** The frames of one agent in the slice that grows. */
class Gathered {
  #buffer = Buffer.allocUnsafe(32 * 1024);
  #at = 0;
  #size = 0;

  add(message: Uint8Array): void {
    const size = GRPC_HEAD + message.length;
    if (this.#at + HEAD + size > this.#buffer.length) {
      this.#buffer = Buffer.concat([this.#buffer], (this.#at + HEAD + size) * 2);
    }
    const to = this.#buffer;
    putHead(to, this.#at, size, type.DATA, 0, STREAM);
    to.writeUInt8(0, this.#at + HEAD);
    to.writeUInt32BE(message.length, this.#at + HEAD + 1);
    to.set(message, this.#at + HEAD + GRPC_HEAD);
    this.#at += HEAD + size;
    this.#size += size;
  }

  take(): Omit<Piece, 'agent'> | undefined {
    if (this.#at === 0) return undefined;
    const piece = { frames: Buffer.from(this.#buffer.subarray(0, this.#at)), size: this.#size };
    this.#at = this.#size = 0;
    return piece;
  }
}
