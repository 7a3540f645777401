import { type Bytes, equal } from '../../lib/bytes.ts';
import { ConnectionError } from './frames.ts';
import { unhuffman } from './huffman.ts';
import { staticTable } from './static-table.ts';

/** Headers by name; of one that comes more than once, the first. */
export type Headers = ReadonlyMap<string, string>;

type Field = readonly [name: string, value: string];

/** What a peer may let us remember: HPACK's own default. */
const TABLE_LIMIT = 4096;

/** Bytes of all names and values of a call, each with 32 more, as RFC 9113 §6.5.2 counts. */
export const HEADERS_LIMIT = 16 * 1024;
const FIELD_EXTRA = 32;

/**
 * Reads the header blocks of one connection (RFC 7541). Every block must pass through here, for each may change what
 * the next one means. A block that is wrong ends its connection.
 */
export class HeaderReader {
  /** Newest last. */
  readonly #table: Field[] = [];
  #tableSize = 0;
  #tableLimit = TABLE_LIMIT;
  /** The last block and its headers, where reading it changed nothing: most calls of a connection have the same. */
  #same: { readonly block: Bytes; readonly headers: Headers } | undefined;

  /** The same object again for a block of the same meaning. Throws COMPRESSION_ERROR, ENHANCE_YOUR_CALM. */
  read(block: Bytes): Headers {
    if (this.#same !== undefined && equal(this.#same.block, block)) return this.#same.headers;
    const headers = new Map<string, string>();
    const reader = new BlockReader(block);
    let changed = false;
    let size = 0;
    while (!reader.done) {
      const first = reader.peek;
      if (first >= 0x20 && first < 0x40) {
        if (size > 0) throw wrong();
        this.#resize(reader.integer(5));
        changed = true;
        continue;
      }
      const field = first >= 0x80 ? this.#at(reader.integer(7)) : this.#literal(reader, first < 0x40 ? 4 : 6);
      size += sizeOf(field);
      if (size > HEADERS_LIMIT) throw new ConnectionError('ENHANCE_YOUR_CALM');
      if (!headers.has(field[0])) headers.set(field[0], field[1]);
      if (first >= 0x80 || first < 0x40) continue;
      this.#remember(field);
      changed = true;
    }
    this.#same = changed ? undefined : { block: Uint8Array.from(block), headers };
    return headers;
  }

  #literal(reader: BlockReader, bits: number): Field {
    const index = reader.integer(bits);
    return [index === 0 ? reader.text() : this.#at(index)[0], reader.text()];
  }

  #at(index: number): Field {
    const place = index - staticTable.length - 1;
    const field = place < 0 ? staticTable[index - 1] : this.#table[this.#table.length - 1 - place];
    if (field === undefined) throw wrong();
    return field;
  }

  #remember(field: Field): void {
    this.#table.push(field);
    this.#tableSize += sizeOf(field);
    this.#evict();
  }

  #resize(limit: number): void {
    if (limit > TABLE_LIMIT) throw wrong();
    this.#tableLimit = limit;
    this.#evict();
  }

  #evict(): void {
    while (this.#tableSize > this.#tableLimit) {
      const oldest = this.#table.shift();
      if (oldest !== undefined) this.#tableSize -= sizeOf(oldest);
    }
  }
}

const sizeOf = ([name, value]: Field): number => name.length + value.length + FIELD_EXTRA;

/** Integers and texts of a block. */
class BlockReader {
  readonly #block: Bytes;
  #at = 0;

  constructor(block: Bytes) {
    this.#block = block;
  }

  get done(): boolean {
    return this.#at >= this.#block.length;
  }

  /** The next byte, which is not taken. */
  get peek(): number {
    const byte = this.#block[this.#at];
    if (byte === undefined) throw wrong();
    return byte;
  }

  /** An integer whose first byte has so many bits for it (RFC 7541 §5.1). */
  integer(bits: number): number {
    const most = 2 ** bits - 1;
    const low = this.#byte() & most;
    if (low < most) return low;
    let value = most;
    for (let shift = 0; shift <= 21; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw wrong();
  }

  text(): string {
    const coded = this.peek >= 0x80;
    const size = this.integer(7);
    const from = this.#at;
    this.#at += size;
    if (this.#at > this.#block.length) throw wrong();
    const bytes = this.#block.subarray(from, this.#at);
    if (!coded) return Buffer.from(bytes.buffer, bytes.byteOffset, size).toString('latin1');
    const plain = unhuffman(bytes);
    if (plain === undefined) throw wrong();
    return plain;
  }

  #byte(): number {
    const byte = this.peek;
    this.#at++;
    return byte;
  }
}

const wrong = (): ConnectionError => new ConnectionError('COMPRESSION_ERROR');

/** Headers as a block that leaves no trace in the peer's table, so that it means the same at any time. */
export function headerBlock(headers: Readonly<Record<string, string>>): Bytes {
  const pieces = Object.entries(headers).flatMap(([name, value]) => [
    Buffer.from([0]),
    ...[name, value].flatMap((text) => {
      const bytes = Buffer.from(text, 'latin1');
      return [sizeBytes(bytes.length), bytes];
    }),
  ]);
  return Buffer.concat(pieces);
}

/** A length that is no Huffman code's: seven bits, and seven more for each byte that follows. */
function sizeBytes(size: number): Buffer {
  if (size < 0x7f) return Buffer.from([size]);
  const bytes = [0x7f];
  let rest = size - 0x7f;
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
