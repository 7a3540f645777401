import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { Arriving } from '../arriving.ts';

/** `[compressed:1][length:4]` stands before every message of gRPC over HTTP/2. */
const HEAD = 5;

const NOTHING = Buffer.alloc(0);

/**
 * Cuts a stream of HTTP/2 data into gRPC messages. A message that lies in one piece is handed on as a view, so most
 * are never copied; what is left of a piece waits for the next one in a buffer that grows with what has come, not
 * with what was announced.
 */
export class Deframer {
  readonly #limit: number;
  readonly #arriving: Arriving;
  /** What of it `arriving` knows. */
  #counted = 0;
  #rest = NOTHING;
  #filled = 0;
  /** Bytes that complete what waits, as far as they are known. */
  #needed = HEAD;

  /** `limit`: the most bytes a message may have, compressed or not. `arriving`: what all clients are sending. */
  constructor(limit: number, arriving = new Arriving()) {
    this.#limit = limit;
    this.#arriving = arriving;
  }

  /** Whether a message has begun that has not ended. */
  get unfinished(): boolean {
    return this.#filled > 0;
  }

  /** Calls `message` for each message that `piece` completes. Throws SERVER_BUSY where too much is arriving. */
  push(piece: Bytes, message: (bytes: Bytes, compressed: boolean) => void): void {
    this.#cut(piece, message);
    if (this.#filled !== this.#counted) this.#count(this.#filled);
  }

  /** Lets go of what waits: nothing more will come. */
  drop(): void {
    this.#rest = NOTHING;
    this.#filled = 0;
    if (this.#counted > 0) this.#count(0);
  }

  #count(bytes: number): void {
    const more = bytes - this.#counted;
    this.#counted = bytes;
    if (more < 0) this.#arriving.remove(-more);
    else this.#arriving.add(more);
  }

  #cut(piece: Bytes, message: (bytes: Bytes, compressed: boolean) => void): void {
    const joined = this.#filled > 0;
    if (joined) {
      this.#keep(piece);
      if (this.#filled < this.#needed) return;
    }
    const data = joined ? this.#rest.subarray(0, this.#filled) : piece;
    let at = 0;
    let needed = HEAD;
    while (data.length - at >= HEAD) {
      needed = HEAD + this.#length(data, at);
      if (data.length - at < needed) break;
      message(data.subarray(at + HEAD, at + needed), data[at] === 1);
      at += needed;
      needed = HEAD;
    }
    this.#needed = needed;
    if (joined && at === 0) return;
    // Messages are views of the buffer: what is left goes into another.
    this.#rest = NOTHING;
    this.#filled = 0;
    if (at < data.length) this.#keep(data.subarray(at));
  }

  #keep(bytes: Bytes): void {
    const filled = this.#filled + bytes.length;
    if (filled > this.#rest.length) {
      const larger = Buffer.allocUnsafe(Math.max(filled, Math.min(this.#needed, 2 * this.#rest.length)));
      larger.set(this.#rest.subarray(0, this.#filled));
      this.#rest = larger;
    }
    this.#rest.set(bytes, this.#filled);
    this.#filled = filled;
  }

  #length(data: Bytes, at: number): number {
    const compressed = data[at] as number;
    if (compressed > 1) throw new Failure('MESSAGE_INVALID', 'this is not a gRPC message');
    const length =
      (data[at + 1] as number) * 0x1000000 +
      (((data[at + 2] as number) << 16) | ((data[at + 3] as number) << 8) | (data[at + 4] as number));
    if (length > this.#limit) throw new Failure('MESSAGE_TOO_LARGE', `${length} bytes; the limit is ${this.#limit}`);
    return length;
  }
}

/** A message with its head, ready to be sent. */
export function framed(message: Bytes): Bytes {
  const frame = Buffer.allocUnsafe(HEAD + message.length);
  frame.writeUInt8(0, 0);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, HEAD);
  return frame;
}
