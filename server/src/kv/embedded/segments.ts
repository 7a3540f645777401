import { constants, type FileHandle, open, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Bytes, equal } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { shortName, sizeOf, syncDirectory } from './disk.ts';

/**
 * The large values of one period, in append-only files `segment-000001`, …; each value a record, never changed:
 *
 *     [magic:4 "FPSG"][crc32 of all that follows:4][length of key:4][length of value:4][key][value]
 *
 * The key is the index's, so that an index that is lost can be rebuilt from its segments.
 */
const MAGIC = 0x46505347;
const HEADER = 16;

/** A segment that has reached this size is followed by a new one. */
export const SEGMENT_LIMIT = 256 * 1024 * 1024;

/** Where a record lies; `size` is that of the whole record. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly size: number;
}

/** Up to where the segments are indexed. */
export interface End {
  readonly segment: number;
  readonly offset: number;
}

export const START: End = { segment: 1, offset: 0 };

export interface Large {
  readonly key: Bytes;
  readonly value: Bytes;
}

export class Segments {
  readonly #directory: string;
  readonly #limit: number;
  readonly #readers = new Map<number, Promise<FileHandle>>();
  #writer: FileHandle | undefined;
  #end: End;

  private constructor(directory: string, end: End, limit: number) {
    this.#directory = directory;
    this.#end = end;
    this.#limit = limit;
  }

  /** Opens the segments of a directory and cuts off what lies behind `end`: records that no index points to. */
  static async open(directory: string, end: End, limit = SEGMENT_LIMIT): Promise<Segments> {
    for (const segment of await segmentsIn(directory)) {
      const path = join(directory, fileName(segment));
      if (segment > end.segment) await rm(path);
      if (segment === end.segment && (await sizeOf(path)) > end.offset) await truncate(path, end.offset);
    }
    return new Segments(directory, end, limit);
  }

  /** The end behind everything there is, in a segment of its own: where to go on when no index tells. */
  static async endOf(directory: string): Promise<End> {
    return { segment: Math.max(0, ...(await segmentsIn(directory))) + 1, offset: 0 };
  }

  get end(): End {
    return this.#end;
  }

  /** Appends values, of which one call may hold less than 2 GiB. They are on the disk when it resolves. */
  async append(values: readonly Large[]): Promise<Place[]> {
    const { segment, offset } = this.#end;
    if (offset >= this.#limit) {
      await this.#writer?.close();
      this.#writer = undefined;
      this.#end = { segment: segment + 1, offset: 0 };
      return this.append(values);
    }
    this.#writer ??= await this.#create(segment);
    const places: Place[] = [];
    const pieces: Bytes[] = [];
    let at = offset;
    for (const { key, value } of values) {
      const size = HEADER + key.length + value.length;
      places.push({ segment, offset: at, size });
      pieces.push(head(key, value), value);
      at += size;
    }
    const { bytesWritten } = await this.#writer.writev(pieces, offset);
    if (bytesWritten !== at - offset) throw new Failure('DATA_NOT_WRITABLE', `${this.#label(segment)}: ENOSPC`);
    await this.#writer.datasync();
    this.#end = { segment, offset: at };
    return places;
  }

  /** The value of `key` at its place. Anything but the record as it was written is STORE_DAMAGED. */
  async read(key: Bytes, place: Place): Promise<Bytes> {
    const record = await this.#record(place);
    if (!record || !equal(record.key, key)) throw this.#damage(place);
    return record.value;
  }

  /** Every key and its place in the order written. A record that is damaged hides the rest of its segment. */
  async *records(onDamage: (failure: Failure) => void): AsyncGenerator<{ key: Bytes; place: Place }> {
    for (const segment of await segmentsIn(this.#directory)) {
      const length = await sizeOf(join(this.#directory, fileName(segment)));
      for (let offset = 0; offset < length; ) {
        const place = { segment, offset, size: await this.#sizeAt(segment, offset) };
        const record = offset + place.size <= length ? await this.#record(place) : undefined;
        if (!record) {
          onDamage(this.#damage(place));
          break;
        }
        yield { key: record.key, place };
        offset += place.size;
      }
    }
  }

  async close(): Promise<void> {
    const readers = await Promise.allSettled(this.#readers.values());
    for (const reader of readers) if (reader.status === 'fulfilled') await reader.value.close();
    await this.#writer?.close();
  }

  /** The record at `place`, undefined unless magic, lengths and checksum are right. */
  async #record({ segment, offset, size }: Place): Promise<Large | undefined> {
    if (size < HEADER) return undefined;
    const bytes = await this.#bytes(segment, offset, size);
    if (bytes?.readUInt32BE(0) !== MAGIC) return undefined;
    const keyLength = bytes.readUInt32BE(8);
    if (HEADER + keyLength + bytes.readUInt32BE(12) !== size) return undefined;
    if (crc32(bytes.subarray(8)) !== bytes.readUInt32BE(4)) return undefined;
    return { key: bytes.subarray(HEADER, HEADER + keyLength), value: bytes.subarray(HEADER + keyLength) };
  }

  async #sizeAt(segment: number, offset: number): Promise<number> {
    const header = await this.#bytes(segment, offset, HEADER);
    return header ? HEADER + header.readUInt32BE(8) + header.readUInt32BE(12) : HEADER;
  }

  /** `size` bytes of a segment; undefined where there are not so many. */
  async #bytes(segment: number, offset: number, size: number): Promise<Buffer | undefined> {
    const file = await this.#reader(segment);
    if (!file) return undefined;
    const bytes = Buffer.allocUnsafe(size);
    const { bytesRead } = await file.read(bytes, 0, size, offset);
    return bytesRead === size ? bytes : undefined;
  }

  async #reader(segment: number): Promise<FileHandle | undefined> {
    const known = this.#readers.get(segment);
    if (known) return known;
    const path = join(this.#directory, fileName(segment));
    const opening = open(path, 'r');
    this.#readers.set(segment, opening);
    try {
      return await opening;
    } catch {
      this.#readers.delete(segment);
      return undefined;
    }
  }

  async #create(segment: number): Promise<FileHandle> {
    // Not 'a': positions would be ignored. Not 'w': it would empty the segment.
    const file = await open(join(this.#directory, fileName(segment)), constants.O_RDWR | constants.O_CREAT);
    await syncDirectory(this.#directory);
    return file;
  }

  #damage({ segment, offset }: Place): Failure {
    return new Failure('STORE_DAMAGED', `${this.#label(segment)} at byte ${offset}`);
  }

  /** A segment's file as callers may see it: below the data directory. */
  #label(segment: number): string {
    return `${shortName(this.#directory)}/${fileName(segment)}`;
  }
}

const fileName = (segment: number): string => `segment-${segment.toString().padStart(6, '0')}`;

/** The numbers of the segments in a directory, ascending. */
async function segmentsIn(directory: string): Promise<number[]> {
  const names = (await readdir(directory)).filter((name) => /^segment-\d{6,}$/.test(name));
  return names.map((name) => Number(name.slice('segment-'.length))).sort((a, b) => a - b);
}

/** All of a record before its value, which is not copied. */
function head(key: Bytes, value: Bytes): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER + key.length);
  bytes.writeUInt32BE(MAGIC, 0);
  bytes.writeUInt32BE(key.length, 8);
  bytes.writeUInt32BE(value.length, 12);
  bytes.set(key, HEADER);
  bytes.writeUInt32BE(crc32(value, crc32(bytes.subarray(8))), 4);
  return bytes;
}
