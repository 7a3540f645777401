import { connect, type Socket } from 'node:net';
import { FIRST_WINDOW, type Frame, Frames, flag, frame, lastData, PREFACE, type, windowUpdate } from './frames.ts';
import type { HeaderBlock } from './headers.ts';

const SETTING_INITIAL_WINDOW = 4;
const MIB = 1024 * 1024;

/** What a gRPC message of 0 bytes is in a body: Empty, or a PSpanResultBatch without rejections. */
const EMPTY_MESSAGE = 5;

/** What became of a call: taken whole, taken in part, or not at all. */
export type Outcome = 'taken' | 'partly' | 'refused';

/** A call under way. */
export class Call {
  readonly stream: number;
  /** Bytes that the peer still takes on it. */
  window: number;
  /** Bytes of its answer so far. */
  answered = 0;
  readonly #done = Promise.withResolvers<Outcome>();

  constructor(stream: number, window: number) {
    this.stream = stream;
    this.window = window;
  }

  get outcome(): Promise<Outcome> {
    return this.#done.promise;
  }

  /**
   * A call of gRPC that succeeded has exactly one message in its answer, one that failed has none: the trailers need
   * not be read, and so no header of the peer.
   */
  end(): void {
    this.#done.resolve(this.answered === 0 ? 'refused' : this.answered === EMPTY_MESSAGE ? 'taken' : 'partly');
  }

  fail(): void {
    this.#done.resolve('refused');
  }
}

/** An agent's connection: gRPC over HTTP/2 with flow control, and not more of either than an agent needs. */
export class Connection {
  readonly #socket: Socket;
  readonly #headers: HeaderBlock;
  readonly #frames = new Frames();
  readonly #calls = new Map<number, Call>();
  #window = FIRST_WINDOW;
  #streamWindow = FIRST_WINDOW;
  #next = 1;
  #closed = false;
  #ready = Promise.withResolvers<void>();
  #change = Promise.withResolvers<void>();

  /** Connects and waits for what the peer has to say of itself. */
  static async open(port: number, headers: HeaderBlock): Promise<Connection> {
    const connection = new Connection(connect({ port, host: '127.0.0.1', noDelay: true }), headers);
    await connection.#ready.promise;
    return connection;
  }

  private constructor(socket: Socket, headers: HeaderBlock) {
    this.#socket = socket;
    this.#headers = headers;
    socket.on('data', (piece) => {
      for (const one of this.#frames.push(piece)) this.#take(one);
    });
    socket.on('drain', () => this.#changed());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#close());
    // Answers are small and many: room for all there will ever be.
    socket.write(Buffer.concat([PREFACE, frame(type.SETTINGS, 0, 0, Buffer.alloc(0)), windowUpdate(0, 1024 * MIB)]));
  }

  /** Opens a call. */
  call(): Call {
    const call = new Call(this.#next, this.#streamWindow);
    this.#next += 2;
    this.#calls.set(call.stream, call);
    // Headers and what follows them at once leave together, as gRPC libraries flush them.
    this.#socket.cork();
    process.nextTick(() => this.#socket.uncork());
    this.#socket.write(frame(type.HEADERS, flag.END_HEADERS, call.stream, this.#headers.next()));
    return call;
  }

  /** Sends DATA frames of a call, which hold `size` bytes, once the peer has room for them. */
  async send(call: Call, frames: Buffer, size: number): Promise<void> {
    while (!this.#closed && (call.window < size || this.#window < size || this.#socket.writableNeedDrain)) {
      await this.#change.promise;
    }
    if (this.#closed) return;
    call.window -= size;
    this.#window -= size;
    this.#socket.write(frames);
  }

  /** Sends the whole body of a call, or what is left of it, and ends it. */
  async finish(call: Call, body: Uint8Array): Promise<void> {
    await this.send(call, Buffer.concat(lastData(call.stream, body)), body.length);
  }

  close(): void {
    this.#socket.end(frame(type.GOAWAY, 0, 0, Buffer.alloc(8)));
  }

  #take({ kind, flags, stream, payload }: Frame): void {
    const call = this.#calls.get(stream);
    switch (kind) {
      case type.SETTINGS:
        if ((flags & flag.ACK) === 0) this.#settings(payload);
        return;
      case type.PING:
        if ((flags & flag.ACK) === 0) this.#socket.write(frame(type.PING, flag.ACK, 0, payload));
        return;
      case type.WINDOW_UPDATE:
        if (stream === 0) this.#window += payload.readUInt32BE(0);
        else if (call !== undefined) call.window += payload.readUInt32BE(0);
        this.#changed();
        return;
      case type.RST_STREAM:
        this.#calls.delete(stream);
        call?.fail();
        return;
      case type.DATA:
      case type.HEADERS:
        if (call === undefined) return;
        if (kind === type.DATA) call.answered += payload.length;
        if ((flags & flag.END_STREAM) === 0) return;
        this.#calls.delete(stream);
        call.end();
    }
  }

  #settings(payload: Buffer): void {
    for (let at = 0; at + 6 <= payload.length; at += 6) {
      if (payload.readUInt16BE(at) === SETTING_INITIAL_WINDOW) this.#streamWindow = payload.readUInt32BE(at + 2);
    }
    this.#socket.write(frame(type.SETTINGS, flag.ACK, 0, Buffer.alloc(0)));
    this.#ready.resolve();
  }

  #changed(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }

  #close(): void {
    this.#closed = true;
    this.#ready.reject(new Error('the server closed a connection before it was used'));
    for (const call of this.#calls.values()) call.fail();
    this.#calls.clear();
    this.#changed();
  }
}
