import type { Bytes } from './bytes.ts';

/**
 * Appends values to one growing buffer. Fixed integers are big-endian, so that keys sort as numbers;
 * variable ones are LEB128 varints. `take` hands out what was written and starts anew.
 */
export class Writer {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    this.#room(1);
    this.#buffer[this.#length++] = value;
    return this;
  }

  u16(value: number): this {
    this.#room(2);
    this.#length = this.#buffer.writeUInt16BE(value, this.#length);
    return this;
  }

  u32(value: number): this {
    this.#room(4);
    this.#length = this.#buffer.writeUInt32BE(value, this.#length);
    return this;
  }

  /** Milliseconds and other counts below 2^48. */
  u48(value: number): this {
    this.#room(6);
    this.#length = this.#buffer.writeUIntBE(value, this.#length, 6);
    return this;
  }

  /** A whole number from 0 to 2^53 − 1, seven bits a byte. */
  varint(value: number): this {
    this.#room(8);
    while (value >= 0x80) {
      this.#buffer[this.#length++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    this.#buffer[this.#length++] = value;
    return this;
  }

  /** A whole number of either sign, zigzag. */
  signed(value: number): this {
    return this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  f64(value: number): this {
    this.#room(8);
    this.#length = this.#buffer.writeDoubleBE(value, this.#length);
    return this;
  }

  bytes(value: Bytes): this {
    this.#room(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** `bytes[from..to)`, without making a view of them. */
  part(bytes: Bytes, from: number, to: number): this {
    if (from === to) return this;
    this.#room(to - from);
    Buffer.prototype.copy.call(bytes, this.#buffer, this.#length, from, to);
    this.#length += to - from;
    return this;
  }

  /** Bytes behind their length, so that neighbours cannot run into each other. */
  sized(value: Bytes): this {
    return this.varint(value.length).bytes(value);
  }

  /** Text as UTF-8 behind its length in bytes. */
  string(value: string): this {
    const size = Buffer.byteLength(value);
    this.varint(size);
    this.#room(size);
    this.#length += this.#buffer.write(value, this.#length);
    return this;
  }

  /** A copy of everything written so far; the writer is empty afterwards. */
  take(): Bytes {
    const taken = new Uint8Array(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + more));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
