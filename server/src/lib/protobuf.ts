import type { Bytes } from './bytes.ts';
import { Failure } from './failure.ts';

/**
 * Walks protobuf bytes without building objects: the hot path reads the few fields it needs and skips the rest.
 * One reader serves message after message. It never looks beyond the message it was given, takes no varint longer
 * than ten bytes, and throws one Failure (MESSAGE_INVALID) for anything malformed; no other error leaves it.
 *
 *     while (reader.next()) {
 *       if (reader.field === 1) id = reader.int32();
 *       else if (reader.field === 2) { const end = reader.enter(); …the inner fields… reader.leave(end); }
 *       else reader.skip();
 *     }
 */
export class ProtoReader {
  buffer: Bytes = new Uint8Array(0);
  at = 0;
  end = 0;
  /** Number and wire type of the field that `next` came upon. */
  field = 0;
  wire = 0;
  /** Where the last length-delimited value lies in `buffer`: set by `range`. */
  from = 0;
  to = 0;
  /** The last 64-bit value as signed halves: set by `fixed64` and `words64`. */
  high = 0;
  low = 0;

  reset(buffer: Bytes, from = 0, to = buffer.length): this {
    this.buffer = buffer;
    this.at = from;
    this.end = to;
    return this;
  }

  /** Steps to the next field; false at the end of the message. */
  next(): boolean {
    if (this.at >= this.end) return false;
    const tag = this.#varint32();
    this.field = tag >>> 3;
    this.wire = tag & 7;
    if (this.field === 0) throw malformed('field number 0');
    return true;
  }

  /** int32, enum or bool. Ten-byte negative numbers come out as negative. */
  int32(): number {
    this.#expect(0);
    return this.#varint32() | 0;
  }

  sint32(): number {
    this.#expect(0);
    const value = this.#varint32();
    return (value >>> 1) ^ -(value & 1);
  }

  /** int64 as a number: exact to 2^53, rounded beyond. */
  int64(): number {
    this.words64();
    return this.high * 0x1_0000_0000 + (this.low >>> 0);
  }

  /** int64 into `high` and `low`. */
  words64(): void {
    this.#expect(0);
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else if (shift === 28) {
        low |= (byte & 0x0f) << 28;
        high = (byte & 0x7f) >> 4;
      } else if (shift < 63) high |= (byte & 0x7f) << (shift - 32);
      else high |= (byte & 1) << 31;
      if (byte < 0x80) {
        this.low = low;
        this.high = high;
        return;
      }
    }
    throw malformed('a varint is longer than ten bytes');
  }

  /** fixed64 or sfixed64 into `high` and `low`. */
  fixed64(): void {
    this.#expect(1);
    const { buffer, at } = this;
    if (at + 8 > this.end) throw malformed('a value ends too early');
    this.low = word(buffer, at);
    this.high = word(buffer, at + 4);
    this.at = at + 8;
  }

  /** sfixed64 as a signed big integer. */
  sfixed64(): bigint {
    this.fixed64();
    return (BigInt(this.high) << 32n) | BigInt(this.low >>> 0);
  }

  double(): number {
    this.fixed64();
    return new DataView(this.buffer.buffer, this.buffer.byteOffset + this.at - 8, 8).getFloat64(0, true);
  }

  /** A string, bytes or message as its place in `buffer`: `from` … `to`. */
  range(): void {
    this.#expect(2);
    const length = this.#varint32();
    const from = this.at;
    if (length > this.end - from) throw malformed('a length reaches beyond the end');
    this.from = from;
    this.to = from + length;
    this.at = this.to;
  }

  bytes(): Bytes {
    this.range();
    return this.buffer.subarray(this.from, this.to);
  }

  string(): string {
    this.range();
    return latinOrUtf8(this.buffer, this.from, this.to);
  }

  /** Steps into a nested message and returns the end of the outer one, which `leave` needs. */
  enter(): number {
    const outer = this.end;
    this.range();
    this.end = this.to;
    this.at = this.from;
    return outer;
  }

  /** Leaves a nested message, read to its end or not. */
  leave(outer: number): void {
    this.at = this.end;
    this.end = outer;
  }

  skip(): void {
    switch (this.wire) {
      case 0:
        this.int64();
        return;
      case 1:
        this.#advance(8);
        return;
      case 2:
        this.range();
        return;
      case 5:
        this.#advance(4);
        return;
      default:
        // Groups (3, 4) are not in any message we know; refusing them also refuses their depth bombs.
        throw malformed(`wire type ${this.wire}`);
    }
  }

  #advance(size: number): void {
    if (this.at + size > this.end) throw malformed('a value ends too early');
    this.at += size;
  }

  #expect(wire: number): void {
    if (this.wire !== wire) throw malformed(`field ${this.field} has wire type ${this.wire}, not ${wire}`);
  }

  #byte(): number {
    if (this.at >= this.end) throw malformed('a value ends too early');
    return this.buffer[this.at++] as number;
  }

  /** The low 32 bits of a varint of up to ten bytes, unsigned. */
  #varint32(): number {
    let byte = this.#byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 70; shift += 7) {
      byte = this.#byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw malformed('a varint is longer than ten bytes');
  }
}

const malformed = (what: string): Failure => new Failure('MESSAGE_INVALID', what);

function word(buffer: Bytes, at: number): number {
  return (
    (buffer[at] as number) |
    ((buffer[at + 1] as number) << 8) |
    ((buffer[at + 2] as number) << 16) |
    ((buffer[at + 3] as number) << 24)
  );
}

/** Text of a range. Short ASCII is put together here: for ids and paths that is faster than a decoder's set-up. */
export function latinOrUtf8(buffer: Bytes, from: number, to: number): string {
  if (to - from > 24) return utf8(buffer, from, to);
  let text = '';
  for (let at = from; at < to; at++) {
    const byte = buffer[at] as number;
    if (byte >= 0x80) return utf8(buffer, from, to);
    text += String.fromCharCode(byte);
  }
  return text;
}

const utf8 = (buffer: Bytes, from: number, to: number): string =>
  Buffer.from(buffer.buffer, buffer.byteOffset + from, to - from).toString('utf8');
