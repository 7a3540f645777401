import type { DescField, DescMessage } from '@bufbuild/protobuf';

/** A field of a message, as places in its bytes. */
export interface Field {
  readonly number: number;
  readonly wire: number;
  readonly start: number;
  /** Behind its tag: of what has a length, the place of the length. */
  readonly value: number;
  readonly end: number;
  /** Places of the lengths of all messages around it. */
  readonly around: readonly number[];
}

/** A valid message whose every length is written in four bytes, so that it can be corrected in place. */
export interface Seed {
  readonly bytes: Buffer;
  readonly fields: readonly Field[];
}

export const LENGTH = 4;

/** Takes a valid message apart by its schema. */
export function takeApart(schema: DescMessage, message: Uint8Array): Seed {
  const out: Part[] = [];
  walk(schema, message, out);
  const bytes = Buffer.alloc(sizeOf(out));
  const fields: Field[] = [];
  put(out, bytes, 0, [], fields);
  return { bytes, fields };
}

/** Writes a length in four bytes, whatever it is. */
export function putLength(bytes: Uint8Array, at: number, length: number): void {
  bytes[at] = (length & 0x7f) | 0x80;
  bytes[at + 1] = ((length >>> 7) & 0x7f) | 0x80;
  bytes[at + 2] = ((length >>> 14) & 0x7f) | 0x80;
  bytes[at + 3] = (length >>> 21) & 0x7f;
}

export const readLength = (bytes: Uint8Array, at: number): number =>
  [0, 1, 2, 3].reduce((sum, place) => sum + (((bytes[at + place] ?? 0) & 0x7f) << (7 * place)), 0);

interface Part {
  readonly number: number;
  readonly wire: number;
  readonly tag: Uint8Array;
  readonly content: Uint8Array | readonly Part[];
}

function walk(schema: DescMessage, message: Uint8Array, out: Part[]): void {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    const head = message.subarray(start, at);
    if (wire !== 2) {
      const from = at;
      if (wire === 0) varint();
      else at += wire === 1 ? 8 : 4;
      out.push({ number, wire, tag: head, content: message.subarray(from, at) });
      continue;
    }
    const size = varint();
    const inside = message.subarray(at, at + size);
    at += size;
    const inner = messageOf(schema.fields.find((field) => field.number === number));
    if (inner === undefined) out.push({ number, wire, tag: head, content: inside });
    else {
      const parts: Part[] = [];
      walk(inner, inside, parts);
      out.push({ number, wire, tag: head, content: parts });
    }
  }
}

const messageOf = (field: DescField | undefined): DescMessage | undefined =>
  field?.fieldKind === 'message' || (field?.fieldKind === 'list' && field.listKind === 'message')
    ? field.message
    : undefined;

const sizeOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + part.tag.length + (part.wire === 2 ? LENGTH : 0) + contentSize(part), 0);

const contentSize = ({ content }: Part): number => (content instanceof Uint8Array ? content.length : sizeOf(content));

function put(parts: readonly Part[], to: Buffer, from: number, around: readonly number[], fields: Field[]): void {
  let at = from;
  for (const part of parts) {
    const { number, wire, tag, content } = part;
    const start = at;
    to.set(tag, at);
    const value = at + tag.length;
    at = value + (wire === 2 ? LENGTH : 0);
    if (wire === 2) putLength(to, value, contentSize(part));
    const end = at + contentSize(part);
    fields.push({ number, wire, start, value, end, around });
    if (content instanceof Uint8Array) to.set(content, at);
    else put(content, to, at, [...around, value], fields);
    at = end;
  }
}
