import type { ScatterHeader } from '../../../../server/src/query/schema/scatter.ts';

export type Agent = ScatterHeader['agents'][number];

/** Dots of one answer, in columns of `count` each. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly agents: readonly Agent[];
  /** ms since `from` */
  readonly time: Uint32Array;
  /** ms */
  readonly elapsed: Uint32Array;
  /** index into `agents` */
  readonly agent: Uint16Array;
  /** bit 0: failed */
  readonly flags: Uint8Array;
}

export const FAILED = 1;

const BYTES_PER_DOT = 4 + 4 + 2 + 1;

/**
 * Reads a binary scatter answer in place: the columns are views of `buffer`, nothing is copied.
 * The layout is drawn in the schema of the query. Throws a RangeError where the bytes are not such an answer.
 */
export function decode(buffer: ArrayBuffer): Chunk {
  if (buffer.byteLength < 4) throw new RangeError('scatter answer: shorter than its header');
  const headerBytes = new DataView(buffer).getUint32(0, true);
  const start = 4 + headerBytes;
  if (start > buffer.byteLength || start % 8 !== 0) throw new RangeError('scatter answer: bad length of the header');
  const header = readHeader(new Uint8Array(buffer, 4, headerBytes));
  const { count } = header;
  if (start + count * BYTES_PER_DOT > buffer.byteLength) throw new RangeError('scatter answer: cut short');
  return {
    from: header.from,
    to: header.to,
    count,
    agents: header.agents,
    time: new Uint32Array(buffer, start, count),
    elapsed: new Uint32Array(buffer, start + 4 * count, count),
    agent: new Uint16Array(buffer, start + 8 * count, count),
    flags: new Uint8Array(buffer, start + 10 * count, count),
  };
}

function readHeader(bytes: Uint8Array): ScatterHeader {
  const header = JSON.parse(new TextDecoder().decode(bytes)) as ScatterHeader;
  if (!Number.isSafeInteger(header.count) || header.count < 0) throw new RangeError('scatter answer: bad count');
  return header;
}

/** The bytes of a `dots` event of the live stream. */
export function fromBase64(text: string): ArrayBuffer {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}
