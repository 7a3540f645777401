import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  constants,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a call ended. */
export interface Outcome {
  /** The gRPC status; -1 where the stream ended without one. */
  readonly status: number;
  readonly message: string;
  readonly answers: readonly Buffer[];
  /** The HTTP/2 error code with which the stream was closed; 0: none. */
  readonly reset: number;
}

/**
 * A connection as an agent opens it, with nothing between the test and the wire: any headers, any bytes, any end.
 * `grpc-js` stands for well-behaved clients elsewhere.
 */
export class Connection {
  readonly #session: ClientHttp2Session;
  readonly #closed: Promise<void>;

  private constructor(session: ClientHttp2Session) {
    this.#session = session;
    this.#closed = new Promise((resolve) => session.once('close', resolve));
    // What is wrong with a connection shows in its calls.
    session.on('error', () => undefined);
  }

  /** Resolves once the connection stands. With `tls` it speaks TLS. */
  static open(port: number, tls?: SecureClientSessionOptions): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const address = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
      const session = connectHttp2(address, tls);
      session.once('error', reject);
      session.once('connect', () => resolve(new Connection(session)));
    });
  }

  /** Opens a call; `headers` without those that begin with a colon. */
  call(path: string, headers: OutgoingHttpHeaders): Call {
    const stream = this.#session.request({
      ...headers,
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: path,
    });
    return new Call(stream);
  }

  /** A whole call with one message. */
  unary(path: string, headers: OutgoingHttpHeaders, message: Uint8Array): Promise<Outcome> {
    const call = this.call(path, headers);
    call.send(message);
    call.end();
    return call.outcome;
  }

  /** Resolves when the server has read everything that was sent so far. */
  flushed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#session.destroyed || !this.#session.ping(() => resolve())) resolve();
    });
  }

  /** Ends the connection after its calls; resolves when it is closed. */
  close(): Promise<void> {
    this.#session.close();
    return this.#closed;
  }

  /** Cuts the connection, whatever is on its way. */
  cut(): Promise<void> {
    this.#session.destroy();
    return this.#closed;
  }
}

/** One call of a connection. */
export class Call {
  readonly outcome: Promise<Outcome>;
  readonly #stream: ClientHttp2Stream;
  readonly #answers = new Inbox();

  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
    let headers: Record<string, unknown> = {};
    const learn = (more: object): void => {
      headers = { ...headers, ...more };
    };
    stream.on('response', learn).on('trailers', learn);
    stream.on('data', (piece: Buffer) => this.#answers.push(piece));
    stream.on('error', () => undefined);
    this.outcome = new Promise((resolve) => {
      stream.once('close', () =>
        resolve({
          status: Number(headers['grpc-status'] ?? -1),
          message: decodeURIComponent(String(headers['grpc-message'] ?? '')),
          answers: this.#answers.messages,
          reset: stream.rstCode ?? 0,
        }),
      );
    });
  }

  /** Answers that have come so far. */
  get answers(): readonly Buffer[] {
    return this.#answers.messages;
  }

  /** Resolves when so many answers have come, or the call has ended without them. */
  async answered(count: number): Promise<void> {
    while (this.#answers.messages.length < count && !this.#stream.closed) await sleep(5);
  }

  /** Sends a message in its frame. */
  send(message: Uint8Array): void {
    this.sendBytes(frame(message));
  }

  /** Sends bytes as they are. */
  sendBytes(bytes: Uint8Array): void {
    if (!this.#stream.destroyed && this.#stream.writable) this.#stream.write(bytes);
  }

  /** Says that nothing more will be sent. */
  end(): void {
    if (!this.#stream.destroyed) this.#stream.end();
  }

  /** Cancels the call, as a client does that waits no longer. */
  cancel(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }
}

/** `[compressed:1][length:4][message]` */
export function frame(message: Uint8Array, compressed = false): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed ? 1 : 0, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Takes frames apart. */
class Inbox {
  readonly messages: Buffer[] = [];
  #rest: Buffer = Buffer.alloc(0);

  push(piece: Buffer): void {
    let data = Buffer.concat([this.#rest, piece]);
    while (data.length >= 5 && data.length >= 5 + data.readUInt32BE(1)) {
      const end = 5 + data.readUInt32BE(1);
      this.messages.push(data.subarray(5, end));
      data = data.subarray(end);
    }
    this.#rest = data;
  }
}
