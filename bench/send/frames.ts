/** Frames of HTTP/2 (RFC 9113): written by hand, so that they are cut as agents cut them and cost the sender little. */
export const type = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4, PING: 6, GOAWAY: 7, WINDOW_UPDATE: 8 } as const;
export const flag = { END_STREAM: 1, ACK: 1, END_HEADERS: 4 } as const;

export const HEAD = 9;

/** The most bytes of a frame that every peer takes. */
export const FRAME_LIMIT = 16_384;

/** The window that a stream and a connection have before anything else is said. */
export const FIRST_WINDOW = 65_535;

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');

export function frame(kind: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD + payload.length);
  putHead(bytes, 0, payload.length, kind, flags, stream);
  bytes.set(payload, HEAD);
  return bytes;
}

export function putHead(to: Buffer, at: number, size: number, kind: number, flags: number, stream: number): void {
  to.writeUIntBE(size, at, 3);
  to.writeUInt8(kind, at + 3);
  to.writeUInt8(flags, at + 4);
  to.writeUInt32BE(stream, at + 5);
}

/** A body as the DATA frames that end a call. */
export function lastData(stream: number, body: Uint8Array): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at < body.length || frames.length === 0; at += FRAME_LIMIT) {
    const piece = body.subarray(at, at + FRAME_LIMIT);
    frames.push(frame(type.DATA, at + FRAME_LIMIT >= body.length ? flag.END_STREAM : 0, stream, piece));
  }
  return frames;
}

export function windowUpdate(stream: number, more: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(more);
  return frame(type.WINDOW_UPDATE, 0, stream, payload);
}

export interface Frame {
  readonly kind: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** Cuts what a peer sends into frames. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  *push(piece: Buffer): Iterable<Frame> {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece;
    let at = 0;
    while (data.length - at >= HEAD) {
      const end = at + HEAD + data.readUIntBE(at, 3);
      if (end > data.length) break;
      const stream = data.readUInt32BE(at + 5) & 0x7fff_ffff;
      yield {
        kind: data.readUInt8(at + 3),
        flags: data.readUInt8(at + 4),
        stream,
        payload: data.subarray(at + HEAD, end),
      };
      at = end;
    }
    this.#rest = data.subarray(at);
  }
}
