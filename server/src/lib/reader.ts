import type { Bytes } from './bytes.ts';
import { Failure } from './failure.ts';

/** Reads what `Writer` wrote, in the same order. Running past the end is a Failure, never a wrong value. */
export class Reader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get at(): number {
    return this.#at;
  }

  get done(): boolean {
    return this.#at >= this.#buffer.length;
  }

  u8(): number {
    return this.#buffer[this.#step(1)] as number;
  }

  u16(): number {
    return this.#buffer.readUInt16BE(this.#step(2));
  }

  u32(): number {
    return this.#buffer.readUInt32BE(this.#step(4));
  }

  u48(): number {
    return this.#buffer.readUIntBE(this.#step(6), 6);
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (scale > 2 ** 49) throw new Failure('STORE_DAMAGED', 'a number is longer than eight bytes');
    }
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  f64(): number {
    return this.#buffer.readDoubleBE(this.#step(8));
  }

  /** A view of the next `size` bytes, not a copy. */
  bytes(size: number): Bytes {
    const from = this.#step(size);
    return this.#buffer.subarray(from, from + size);
  }

  sized(): Bytes {
    return this.bytes(this.varint());
  }

  string(): string {
    const size = this.varint();
    const from = this.#step(size);
    return this.#buffer.toString('utf8', from, from + size);
  }

  skip(size: number): void {
    this.#step(size);
  }

  /** Everything that is left. */
  rest(): Bytes {
    return this.bytes(this.#buffer.length - this.#at);
  }

  #step(size: number): number {
    const from = this.#at;
    if (from + size > this.#buffer.length) throw new Failure('STORE_DAMAGED', 'a value ends too early');
    this.#at = from + size;
    return from;
  }
}
