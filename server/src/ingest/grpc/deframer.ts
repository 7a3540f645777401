import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';

/** `[compressed:1][length:4]` stands before every message of gRPC over HTTP/2. */
const HEAD = 5;

/**
 * Cuts a stream of HTTP/2 data into gRPC messages. A message that lies in one piece is handed on as a view, so most
 * are never copied; what is left of a piece waits for the next one.
 */
export class Deframer {
  readonly #limit: number;
  /** Pieces of an unfinished message; joined once it is complete, so that a slow sender costs no copies. */
  #pieces: Bytes[] = [];
  #waiting = 0;
  #needed = 0;

  /** `limit`: the most bytes a message may have, compressed or not. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether a message has begun that has not ended. */
  get unfinished(): boolean {
    return this.#waiting > 0;
  }

  /** Calls `message` for each message that `piece` completes. */
  push(piece: Bytes, message: (bytes: Bytes, compressed: boolean) => void): void {
    if (this.#waiting > 0) {
      this.#pieces.push(piece);
      this.#waiting += piece.length;
      if (this.#waiting < this.#needed) return;
    }
    const data = this.#waiting > 0 ? Buffer.concat(this.#pieces, this.#waiting) : piece;
    this.#pieces = [];
    this.#waiting = 0;
    let at = 0;
    let needed = HEAD;
    while (data.length - at >= HEAD) {
      needed = HEAD + this.#length(data, at);
      if (data.length - at < needed) break;
      message(data.subarray(at + HEAD, at + needed), data[at] === 1);
      at += needed;
      needed = HEAD;
    }
    if (at === data.length) return;
    this.#pieces.push(data.subarray(at));
    this.#waiting = data.length - at;
    this.#needed = needed;
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
