import type { Bytes } from '../../lib/bytes.ts';
import type { Connection } from './connection.ts';
import { type ErrorName, FRAME_LIMIT, flag, frame, kind } from './frames.ts';
import type { Headers } from './hpack.ts';

/** What a client may send on a stream before it hears that it was taken. */
export const STREAM_WINDOW = 1024 * 1024;

/** Bytes of answers that may wait for a client that does not read. */
const ANSWER_LIMIT = 1024 * 1024;

/**
 * One call of a client: its bytes come in order to `onData`, `onEnd` says that no more come, `onClose` that the call
 * is over, however it ended. The way back is headers, data, and the headers that end it.
 */
export class Stream {
  readonly id: number;
  readonly headers: Headers;
  readonly #connection: Connection;
  onData: (piece: Bytes) => void = () => {};
  onEnd: () => void = () => {};
  onClose: () => void = () => {};
  /** Whether an answer has begun. */
  answered = false;
  closed = false;
  /** The client sends no more. */
  #ended = false;
  #toldEnd = false;
  #paused = false;
  /** What came while it was paused. */
  #held: Buffer[] = [];
  #window = STREAM_WINDOW;
  #taken = 0;
  /** What the client still takes, and what waits until it takes more; the last of it ends the stream. */
  #theirWindow: number;
  #queue: Bytes[] = [];
  #queued = 0;
  #last: Bytes | undefined;

  constructor(connection: Connection, id: number, headers: Headers, theirWindow: number) {
    this.#connection = connection;
    this.id = id;
    this.headers = headers;
    this.#theirWindow = theirWindow;
  }

  get address(): string {
    return this.#connection.address;
  }

  /** Whether the client has said that it sends no more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Nothing more is handed on until `resume`; the client may fill its window, and no more. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    while (this.#held.length > 0 && !this.#paused && !this.closed) this.#deliver(this.#held.shift() as Buffer);
    this.#tellEnd();
  }

  /** Begins the answer, or is all of it. */
  respond(block: Bytes, last = false): void {
    if (this.closed) return;
    this.answered = true;
    this.#connection.send(frame(kind.HEADERS, flag.END_HEADERS | (last ? flag.END_STREAM : 0), this.id, block));
    if (last) this.#finished();
  }

  write(bytes: Bytes): void {
    if (this.closed || this.#last !== undefined) return;
    this.#queue.push(bytes);
    this.#queued += bytes.length;
    this.pump();
    if (this.#queued > ANSWER_LIMIT) this.reset('ENHANCE_YOUR_CALM');
  }

  /** Ends the answer, after what waits, with these headers. */
  end(block: Bytes): void {
    if (this.closed || this.#last !== undefined) return;
    this.#last = block;
    this.pump();
  }

  /** Cuts it off. */
  reset(why: ErrorName): void {
    if (this.closed) return;
    this.#connection.reset(this.id, why);
    this.close();
  }

  /** For the connection: data of the client; `size` is what it takes of the window. False: more than it may. */
  take(data: Buffer, size: number): boolean {
    this.#window -= size;
    this.#taken += size - data.length;
    if (this.#window < 0) return false;
    if (this.#paused || this.#held.length > 0) this.#held.push(data);
    else this.#deliver(data);
    return true;
  }

  /** For the connection: the client sends no more. */
  takeEnd(): void {
    this.#ended = true;
    this.#tellEnd();
  }

  /** For the connection: the client takes so much more. False: more than there may be. */
  widen(by: number, limit: number): boolean {
    this.#theirWindow += by;
    if (this.#theirWindow > limit) return false;
    this.pump();
    return true;
  }

  /** For the connection: sends what waits, as far as it may. */
  pump(): void {
    while (this.#queue.length > 0) {
      const bytes = this.#queue[0] as Bytes;
      const size = Math.min(bytes.length, FRAME_LIMIT, this.#theirWindow, this.#connection.theirWindow);
      if (size <= 0 && bytes.length > 0) return;
      this.#connection.send(frame(kind.DATA, 0, this.id, size === bytes.length ? bytes : bytes.subarray(0, size)));
      this.#theirWindow -= size;
      this.#connection.theirWindow -= size;
      this.#queued -= size;
      if (size === bytes.length) this.#queue.shift();
      else this.#queue[0] = bytes.subarray(size);
    }
    if (this.#last !== undefined && !this.closed) this.respond(this.#last, true);
  }

  /** For the connection: it is over. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    // What it held back must not hold back the others.
    for (const data of this.#held) this.#connection.taken(data.length);
    this.#held = [];
    this.#queue = [];
    this.#connection.forget(this);
    this.onClose();
  }

  #deliver(data: Buffer): void {
    this.#connection.taken(data.length);
    this.#taken += data.length;
    if (this.#taken >= STREAM_WINDOW / 2 && !this.#ended) {
      this.#connection.sendWindow(this.id, this.#taken);
      this.#window += this.#taken;
      this.#taken = 0;
    }
    if (data.length > 0) this.onData(data);
  }

  #tellEnd(): void {
    if (!this.#ended || this.#toldEnd || this.#paused || this.#held.length > 0 || this.closed) return;
    this.#toldEnd = true;
    this.onEnd();
  }

  #finished(): void {
    // Whoever still sends is told that no more is wanted; NO_ERROR lets the answer stand.
    if (!this.#ended) this.#connection.reset(this.id, 'NO_ERROR');
    this.close();
  }
}
