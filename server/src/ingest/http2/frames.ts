import type { Bytes } from '../../lib/bytes.ts';

/** Bytes before the payload of each frame (RFC 9113 §4.1): `[length:3][kind:1][flags:1][stream:4]`. */
export const FRAME_HEAD = 9;

/** The most bytes of a payload, both ways: what every peer takes, and what we take. */
export const FRAME_LIMIT = 16_384;

/** The window of streams and of a connection before anything else is said. */
export const FIRST_WINDOW = 65_535;

export const WINDOW_LIMIT = 0x7fff_ffff;

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export const kind = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
} as const;

export const flag = { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 } as const;

/** Why a stream or a connection ends (RFC 9113 §7). */
export const code = {
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  COMPRESSION_ERROR: 9,
  ENHANCE_YOUR_CALM: 11,
} as const;
export type ErrorName = keyof typeof code;

export const setting = { MAX_CONCURRENT_STREAMS: 3, INITIAL_WINDOW_SIZE: 4, MAX_HEADER_LIST_SIZE: 6 } as const;

/** What ends a whole connection: the peer does not keep to the protocol, or to its limits. */
export class ConnectionError extends Error {
  readonly code: number;

  constructor(why: ErrorName) {
    super(why);
    this.code = code[why];
  }
}

export function frame(of: number, flags: number, stream: number, payload: Bytes): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_HEAD + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = of;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, FRAME_HEAD);
  return bytes;
}

/** The payload of a frame of one or more 32-bit numbers: RST_STREAM, WINDOW_UPDATE, GOAWAY. */
export function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 4);
  for (const [place, value] of values.entries()) bytes.writeUInt32BE(value, place * 4);
  return bytes;
}

export function settingsPayload(values: readonly (readonly [number, number])[]): Buffer {
  const bytes = Buffer.allocUnsafe(values.length * 6);
  for (const [place, [id, value]] of values.entries()) {
    bytes.writeUInt16BE(id, place * 6);
    bytes.writeUInt32BE(value, place * 6 + 2);
  }
  return bytes;
}

export type TakeFrame = (of: number, flags: number, stream: number, payload: Buffer) => void;

/** Cuts what comes into frames. Their payloads are views, except where a frame came in several pieces. */
export class FrameReader {
  #rest: Buffer | undefined;

  /** Calls `take` for each frame that `piece` completes. Throws FRAME_SIZE_ERROR. */
  push(piece: Buffer, take: TakeFrame): void {
    let at = 0;
    if (this.#rest !== undefined) {
      at = this.#complete(this.#rest, piece, take);
      if (this.#rest !== undefined) return;
    }
    while (piece.length - at >= FRAME_HEAD) {
      const end = at + frameSize(piece, at);
      if (end > piece.length) break;
      takeFrame(piece, at, end, take);
      at = end;
    }
    // A copy: a few bytes must not hold on to all that came with them.
    if (at < piece.length) this.#rest = Buffer.from(piece.subarray(at));
  }

  /** Joins the frame that began before with as much of `piece` as belongs to it; answers how much that was. */
  #complete(rest: Buffer, piece: Buffer, take: TakeFrame): number {
    const head = Math.max(0, FRAME_HEAD - rest.length);
    const begun = head === 0 ? rest : Buffer.concat([rest, piece.subarray(0, head)]);
    const needed = begun.length < FRAME_HEAD ? Number.POSITIVE_INFINITY : frameSize(begun, 0) - rest.length;
    if (needed > piece.length) {
      this.#rest = Buffer.concat([rest, piece]);
      return piece.length;
    }
    this.#rest = undefined;
    const whole = Buffer.concat([rest, piece.subarray(0, needed)]);
    takeFrame(whole, 0, whole.length, take);
    return needed;
  }
}

function frameSize(bytes: Buffer, at: number): number {
  const size = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
  if (size > FRAME_LIMIT) throw new ConnectionError('FRAME_SIZE_ERROR');
  return FRAME_HEAD + size;
}

function takeFrame(bytes: Buffer, at: number, end: number, take: TakeFrame): void {
  const stream = bytes.readUInt32BE(at + 5) & 0x7fff_ffff;
  take(bytes[at + 3] as number, bytes[at + 4] as number, stream, bytes.subarray(at + FRAME_HEAD, end));
}
