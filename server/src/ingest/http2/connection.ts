import type { Socket } from 'node:net';
import {
  ConnectionError,
  code,
  type ErrorName,
  FIRST_WINDOW,
  FrameReader,
  flag,
  frame,
  kind,
  numbers,
  PREFACE,
  setting,
  settingsPayload,
  WINDOW_LIMIT,
} from './frames.ts';
import { HEADERS_LIMIT, HeaderReader } from './hpack.ts';
import { STREAM_WINDOW, Stream } from './stream.ts';

const STREAM_LIMIT = 1024;
const WINDOW = 8 * STREAM_WINDOW;

/** Pieces in which headers may come. */
const BLOCK_PIECES = 32;

/** Streams that a client may reset: so many at once, and so many a second (Java hedges; an attacker resets millions). */
const RESETS = 2_000;
const RESETS_A_SECOND = 200;

const GREETING = Buffer.concat([
  frame(
    kind.SETTINGS,
    0,
    0,
    settingsPayload([
      [setting.MAX_CONCURRENT_STREAMS, STREAM_LIMIT],
      [setting.INITIAL_WINDOW_SIZE, STREAM_WINDOW],
      [setting.MAX_HEADER_LIST_SIZE, HEADERS_LIMIT],
    ]),
  ),
  frame(kind.WINDOW_UPDATE, 0, 0, numbers(WINDOW - FIRST_WINDOW)),
]);
const SETTINGS_ACK = frame(kind.SETTINGS, flag.ACK, 0, Buffer.alloc(0));
const PING = frame(kind.PING, 0, 0, Buffer.alloc(8));

/**
 * The server's end of an HTTP/2 connection (RFC 9113), as much of it as gRPC needs: no pushes, no priorities, answers
 * without a table of headers. Whoever does not keep to the protocol or its limits is told so and cut off; memory is
 * bounded by windows one way, and the other way by not reading while the peer does not read.
 */
export class Connection {
  /** Of the machine at the other end. */
  readonly address: string;
  /** Bytes of answers that the peer still takes, on all streams together. */
  theirWindow = FIRST_WINDOW;
  /** When it last sent anything, ms of `performance.now()`. */
  heardAt = performance.now();
  readonly #socket: Socket;
  readonly #serve: (stream: Stream) => void;
  readonly #frames = new FrameReader();
  readonly #headers = new HeaderReader();
  readonly #streams = new Map<number, Stream>();
  #preface: Buffer | undefined = Buffer.alloc(0);
  #greeted = false;
  #lastStream = 0;
  #theirStreamWindow = FIRST_WINDOW;
  #window = WINDOW;
  #taken = 0;
  /** Headers whose end has not come. */
  #block: { readonly stream: number; readonly flags: number; readonly pieces: Buffer[] } | undefined;
  #resets = RESETS;
  #resetsAt = performance.now();
  #out: Buffer[] = [];
  #closing = false;
  readonly #flush = (): void => this.#flushNow();
  readonly #take = (of: number, flags: number, stream: number, payload: Buffer): void =>
    this.#frame(of, flags, stream, payload);

  constructor(socket: Socket, serve: (stream: Stream) => void) {
    this.#socket = socket;
    this.#serve = serve;
    this.address = socket.remoteAddress ?? '';
    socket.setNoDelay(true);
    socket.on('data', (piece: Buffer) => this.#read(piece));
    socket.on('drain', () => socket.resume());
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#closed());
    socket.write(GREETING);
  }

  /** Whether the peer has spoken HTTP/2. */
  get greeted(): boolean {
    return this.#greeted;
  }

  /** Asks the peer to show that it lives. */
  ping(): void {
    this.send(PING);
  }

  /** Takes no more calls; ends when those that run have ended. Clients open another connection. */
  shut(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.send(frame(kind.GOAWAY, 0, 0, numbers(this.#lastStream, code.NO_ERROR)));
    this.#endIfDone();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** For streams: sends a frame, together with all others of this turn. */
  send(bytes: Buffer): void {
    if (this.#out.push(bytes) === 1) process.nextTick(this.#flush);
  }

  reset(stream: number, why: ErrorName): void {
    this.send(frame(kind.RST_STREAM, 0, stream, numbers(code[why])));
  }

  sendWindow(stream: number, more: number): void {
    this.send(frame(kind.WINDOW_UPDATE, 0, stream, numbers(more)));
  }

  /** For streams: so many bytes were handed on, and the peer may send as many more. */
  taken(size: number): void {
    this.#taken += size;
    if (this.#taken < WINDOW / 2) return;
    this.sendWindow(0, this.#taken);
    this.#window += this.#taken;
    this.#taken = 0;
  }

  forget(stream: Stream): void {
    this.#streams.delete(stream.id);
    this.#endIfDone();
  }

  #flushNow(): void {
    const out = this.#out;
    this.#out = [];
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    // A peer that does not read its answers is not read either: answers cannot pile up.
    if (!this.#socket.write(out.length === 1 ? (out[0] as Buffer) : Buffer.concat(out))) this.#socket.pause();
  }

  #read(piece: Buffer): void {
    this.heardAt = performance.now();
    try {
      const rest = this.#preface === undefined ? piece : this.#welcome(this.#preface, piece);
      if (rest !== undefined) this.#frames.push(rest, this.#take);
    } catch (error) {
      this.#fail(error instanceof ConnectionError ? error : new ConnectionError('INTERNAL_ERROR'));
    }
  }

  /** What comes behind the words that every connection begins with; undefined while they have not come whole. */
  #welcome(begun: Buffer, piece: Buffer): Buffer | undefined {
    const all = Buffer.concat([begun, piece]);
    const size = Math.min(all.length, PREFACE.length);
    if (!all.subarray(0, size).equals(PREFACE.subarray(0, size))) throw new ConnectionError('PROTOCOL_ERROR');
    this.#preface = size < PREFACE.length ? all : undefined;
    return size < PREFACE.length ? undefined : all.subarray(size);
  }

  #frame(of: number, flags: number, stream: number, payload: Buffer): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    if (!this.#greeted && of !== kind.SETTINGS) throw new ConnectionError('PROTOCOL_ERROR');
    if (this.#block !== undefined && (of !== kind.CONTINUATION || stream !== this.#block.stream)) {
      throw new ConnectionError('PROTOCOL_ERROR');
    }
    switch (of) {
      case kind.DATA:
        this.#data(flags, stream, payload);
        break;
      case kind.HEADERS:
        this.#headersBegin(flags, stream, unpadded(flags, payload));
        break;
      case kind.CONTINUATION:
        this.#headersGoOn(flags, payload);
        break;
      case kind.RST_STREAM:
        this.#wasReset(stream, payload);
        break;
      case kind.SETTINGS:
        this.#settings(flags, payload);
        break;
      case kind.PING:
        exactly(payload, 8);
        if ((flags & flag.ACK) === 0) this.send(frame(kind.PING, flag.ACK, 0, payload));
        break;
      case kind.WINDOW_UPDATE:
        exactly(payload, 4);
        this.#windowUpdate(stream, payload.readUInt32BE(0) & WINDOW_LIMIT);
        break;
      case kind.PUSH_PROMISE:
        throw new ConnectionError('PROTOCOL_ERROR');
      default:
      // PRIORITY, GOAWAY, and kinds that are not known: nothing to do.
    }
  }

  #data(flags: number, id: number, payload: Buffer): void {
    const size = payload.length;
    this.#window -= size;
    if (this.#window < 0) throw new ConnectionError('FLOW_CONTROL_ERROR');
    const data = unpadded(flags, payload);
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.ended) {
      this.#wasOpen(id);
      // It was under way when the call ended on this side.
      this.taken(size);
      return;
    }
    this.taken(size - data.length);
    if (!stream.take(data, size)) throw new ConnectionError('FLOW_CONTROL_ERROR');
    if ((flags & flag.END_STREAM) !== 0) stream.takeEnd();
  }

  #headersBegin(flags: number, stream: number, payload: Buffer): void {
    const block = (flags & flag.PRIORITY) === 0 ? payload : payload.subarray(5);
    if ((flags & flag.END_HEADERS) !== 0) this.#headersEnd(stream, flags, block);
    else this.#block = { stream, flags, pieces: [Buffer.from(block)] };
  }

  #headersGoOn(flags: number, payload: Buffer): void {
    const block = this.#block;
    if (block === undefined) throw new ConnectionError('PROTOCOL_ERROR');
    block.pieces.push(Buffer.from(payload));
    const size = block.pieces.reduce((sum, { length }) => sum + length, 0);
    if (size > HEADERS_LIMIT || block.pieces.length > BLOCK_PIECES) throw new ConnectionError('ENHANCE_YOUR_CALM');
    if ((flags & flag.END_HEADERS) === 0) return;
    this.#block = undefined;
    this.#headersEnd(block.stream, block.flags, Buffer.concat(block.pieces));
  }

  #headersEnd(id: number, flags: number, block: Buffer): void {
    const headers = this.#headers.read(block);
    const ends = (flags & flag.END_STREAM) !== 0;
    const known = this.#streams.get(id);
    if (known !== undefined || (id % 2 === 1 && id <= this.#lastStream)) {
      // Trailers of a client: they say nothing that we ask for.
      if (known !== undefined && ends && !known.ended) known.takeEnd();
      return;
    }
    if (id % 2 === 0) throw new ConnectionError('PROTOCOL_ERROR');
    if (this.#closing) return;
    this.#lastStream = id;
    if (this.#streams.size >= STREAM_LIMIT) {
      this.reset(id, 'REFUSED_STREAM');
      return;
    }
    const stream = new Stream(this, id, headers, this.#theirStreamWindow);
    this.#streams.set(id, stream);
    this.#serve(stream);
    if (ends && !stream.closed) stream.takeEnd();
  }

  #wasReset(id: number, payload: Buffer): void {
    exactly(payload, 4);
    this.#wasOpen(id);
    const now = performance.now();
    this.#resets = Math.min(RESETS, this.#resets + ((now - this.#resetsAt) * RESETS_A_SECOND) / 1000) - 1;
    this.#resetsAt = now;
    if (this.#resets < 0) throw new ConnectionError('ENHANCE_YOUR_CALM');
    this.#streams.get(id)?.close();
  }

  #settings(flags: number, payload: Buffer): void {
    this.#greeted = true;
    if ((flags & flag.ACK) !== 0) return;
    if (payload.length % 6 !== 0) throw new ConnectionError('FRAME_SIZE_ERROR');
    for (let at = 0; at < payload.length; at += 6) {
      if (payload.readUInt16BE(at) !== setting.INITIAL_WINDOW_SIZE) continue;
      const window = payload.readUInt32BE(at + 2);
      if (window > WINDOW_LIMIT) throw new ConnectionError('FLOW_CONTROL_ERROR');
      const by = window - this.#theirStreamWindow;
      this.#theirStreamWindow = window;
      for (const stream of this.#streams.values()) {
        if (!stream.widen(by, WINDOW_LIMIT)) throw new ConnectionError('FLOW_CONTROL_ERROR');
      }
    }
    this.send(SETTINGS_ACK);
  }

  #windowUpdate(id: number, more: number): void {
    if (more === 0) throw new ConnectionError('PROTOCOL_ERROR');
    if (id !== 0) {
      const stream = this.#streams.get(id);
      if (stream === undefined) this.#wasOpen(id);
      else if (!stream.widen(more, WINDOW_LIMIT)) stream.reset('FLOW_CONTROL_ERROR');
      return;
    }
    this.theirWindow += more;
    if (this.theirWindow > WINDOW_LIMIT) throw new ConnectionError('FLOW_CONTROL_ERROR');
    for (const stream of this.#streams.values()) stream.pump();
  }

  /** Only of streams that there were may anything be said. */
  #wasOpen(id: number): void {
    if (id % 2 === 0 || (id > this.#lastStream && !this.#closing)) throw new ConnectionError('PROTOCOL_ERROR');
  }

  #fail(error: ConnectionError): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    // What the peer is told of it is a courtesy: it is not waited for.
    this.#out = [];
    this.#socket.write(frame(kind.GOAWAY, 0, 0, numbers(this.#lastStream, error.code)));
    this.#socket.destroySoon();
  }

  #endIfDone(): void {
    if (this.#closing && this.#streams.size === 0) setImmediate(() => this.#socket.end());
  }

  #closed(): void {
    for (const stream of [...this.#streams.values()]) stream.close();
  }
}

/** The payload of DATA or HEADERS without what only fills it up. */
function unpadded(flags: number, payload: Buffer): Buffer {
  if ((flags & flag.PADDED) === 0) return payload;
  const padding = payload[0] ?? 0;
  if (padding >= payload.length) throw new ConnectionError('PROTOCOL_ERROR');
  return payload.subarray(1, payload.length - padding);
}

function exactly(payload: Buffer, size: number): void {
  if (payload.length !== size) throw new ConnectionError('FRAME_SIZE_ERROR');
}
