import type { Bytes } from '../../server/src/lib/bytes.ts';

/** Writes protobuf messages as agents do: fields in ascending order, defaults left out. */
export class ProtoWriter {
  #buffer: Buffer;
  #at = 0;

  constructor(capacity = 16 * 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** What was written, as a view that the next `clear` takes back. */
  get written(): Bytes {
    return this.#buffer.subarray(0, this.#at);
  }

  clear(): this {
    this.#at = 0;
    return this;
  }

  /** int32, int64, bool or enum; never negative here. */
  int(field: number, value: number): this {
    if (value === 0) return this;
    this.#varint(field << 3);
    this.#varint(value);
    return this;
  }

  sint(field: number, value: number): this {
    return this.int(field, value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** fixed64 or sfixed64 from two halves; written even if 0, as span ids are. */
  fixed64(field: number, high: number, low: number): this {
    this.#varint((field << 3) | 1);
    this.#room(8);
    this.#at = this.#buffer.writeUInt32LE(low, this.#at);
    this.#at = this.#buffer.writeUInt32LE(high, this.#at);
    return this;
  }

  string(field: number, value: string): this {
    if (value === '') return this;
    const mark = this.enter(field);
    this.#room(value.length * 3);
    this.#at += this.#buffer.write(value, this.#at);
    return this.leave(mark);
  }

  bytes(field: number, value: Bytes): this {
    return this.leave(this.enter(field, value));
  }

  /** Bytes that are fields already. */
  raw(fields: Bytes): this {
    this.#room(fields.length);
    this.#buffer.set(fields, this.#at);
    this.#at += fields.length;
    return this;
  }

  /** Begins a nested message, with fields that are written already; `leave` takes the mark. */
  enter(field: number, fields?: Bytes): number {
    this.#varint((field << 3) | 2);
    this.#room(1);
    const mark = this.#at++;
    if (fields !== undefined) this.raw(fields);
    return mark;
  }

  leave(mark: number): this {
    const size = this.#at - mark - 1;
    const extra = size < 0x80 ? 0 : size < 0x4000 ? 1 : size < 0x200000 ? 2 : 3;
    if (extra > 0) {
      this.#room(extra);
      this.#buffer.copyWithin(mark + 1 + extra, mark + 1, this.#at);
    }
    const end = this.#at + extra;
    this.#at = mark;
    this.#varint(size);
    this.#at = end;
    return this;
  }

  #varint(value: number): void {
    this.#room(10);
    while (value >= 0x80) {
      this.#buffer[this.#at++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    this.#buffer[this.#at++] = value;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + more));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
