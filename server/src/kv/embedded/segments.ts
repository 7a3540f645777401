import { type FileHandle, open, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, equal } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { shortName, sizeOf, syncDirectory } from './disk.ts';
import { HEADER, type Point, readRecord, type SegmentRecord, sizeOfRecord } from './record.ts';
import { type Place, SegmentEnd, segmentName } from './segment-end.ts';

/** A segment that has reached this size is followed by a new one. */
export const SEGMENT_LIMIT = 256 * 1024 * 1024;

/** Bytes that are read at once where a whole segment is read. */
const BLOCK = 1024 * 1024;

/** Up to where the segments are indexed: those of values as they come, and of values that were moved. */
export interface Ends {
  readonly written: Point;
  /** Segment 0: none yet. */
  readonly moved: Point;
}

export const START: Ends = { written: { segment: 1, offset: 0 }, moved: { segment: 0, offset: 0 } };

/** A record and where it lies; `age` is where it stood first. */
export interface Found extends Pick<SegmentRecord, 'key' | 'value'> {
  readonly place: Place;
  readonly age: Point;
}

/**
 * The large values of one period, in append-only files `segment-000001`, … of records (record.ts). What is written
 * goes to one file, what is moved out of a segment that is given back to another: that is old and seldom replaced.
 */
export class Segments {
  readonly written: SegmentEnd;
  readonly moved: SegmentEnd;
  readonly #directory: string;
  readonly #readers = new Map<number, Promise<FileHandle>>();

  private constructor(directory: string, ends: Ends, limit: number, last: number) {
    let number = last;
    const next = (): number => ++number;
    this.#directory = directory;
    this.written = new SegmentEnd(directory, ends.written, limit, next);
    this.moved = new SegmentEnd(directory, ends.moved, limit, next);
  }

  /**
   * Opens the segments of a directory. Cuts off what lies behind the ends and deletes segments that are not `used`:
   * records that no index points to.
   */
  static async open(
    directory: string,
    ends: Ends,
    used: (segment: number) => boolean = () => true,
    limit = SEGMENT_LIMIT,
  ): Promise<Segments> {
    const last = Math.max(ends.written.segment, ends.moved.segment);
    for (const segment of await segmentsIn(directory)) {
      const path = join(directory, segmentName(segment));
      const end = [ends.written, ends.moved].find((each) => each.segment === segment);
      if (end) {
        if ((await sizeOf(path)) > end.offset) await truncate(path, end.offset);
      } else if (segment > last || !used(segment)) await rm(path);
    }
    return new Segments(directory, ends, limit, last);
  }

  /** The end behind everything there is, in a segment of its own: where to go on when no index tells. */
  static async endOf(directory: string): Promise<Point> {
    return { segment: Math.max(0, ...(await segmentsIn(directory))) + 1, offset: 0 };
  }

  get ends(): Ends {
    return { written: this.written.at, moved: this.moved.at };
  }

  /** Whether records are still appended to a segment. */
  grows(segment: number): boolean {
    return segment === this.written.at.segment || segment === this.moved.at.segment;
  }

  size(segment: number): Promise<number> {
    return sizeOf(this.#path(segment));
  }

  /** The value of `key` at its place. Anything but the record as it was written is STORE_DAMAGED. */
  async read(key: Bytes, place: Place): Promise<Bytes> {
    const record = await this.#record(place);
    if (!record?.value || !equal(record.key, key)) throw this.#damage(place);
    return record.value;
  }

  /** How old the record at `place` is; undefined if there is none. */
  async age(place: Place): Promise<Point | undefined> {
    const record = await this.#record(place);
    return record && (record.origin ?? place);
  }

  /** Every record in the order of the segments. One that is damaged hides the rest of its segment. */
  async *records(onDamage: (failure: Failure) => void): AsyncGenerator<Found> {
    for (const segment of await segmentsIn(this.#directory)) {
      try {
        yield* this.recordsOf(segment);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        onDamage(error);
      }
    }
  }

  /** Every record of a segment in the order written. Throws STORE_DAMAGED at one that is not as it was written. */
  async *recordsOf(segment: number): AsyncGenerator<Found> {
    const length = await this.size(segment);
    let block: Buffer = Buffer.alloc(0);
    let start = 0;
    // What is handed out is a view of the block: the next one gets memory of its own.
    const at = async (offset: number, size: number): Promise<Buffer> => {
      if (offset + size > start + block.length) {
        start = offset;
        const wanted = Math.min(Math.max(size, BLOCK), length - offset);
        block = (await this.#bytes(segment, offset, wanted)) ?? Buffer.alloc(0);
      }
      return block.subarray(offset - start, offset - start + size);
    };
    for (let offset = 0; offset < length; ) {
      const size = sizeOfRecord(await at(offset, HEADER)) ?? 0;
      const record = size > 0 && offset + size <= length ? readRecord(await at(offset, size)) : undefined;
      if (!record) throw this.#damage({ segment, offset });
      const { key, value, origin } = record;
      const place = { segment, offset, size };
      yield { key, value, place, age: origin ?? place };
      offset += size;
    }
  }

  /** Deletes a segment that nothing points to and nobody reads. */
  async remove(segment: number): Promise<void> {
    const reader = this.#readers.get(segment);
    this.#readers.delete(segment);
    await (await reader?.catch(() => undefined))?.close();
    await rm(this.#path(segment), { force: true });
    await syncDirectory(this.#directory);
  }

  async close(): Promise<void> {
    const readers = await Promise.allSettled(this.#readers.values());
    for (const reader of readers) if (reader.status === 'fulfilled') await reader.value.close();
    await this.written.close();
    await this.moved.close();
  }

  async #record({ segment, offset, size }: Place): Promise<SegmentRecord | undefined> {
    if (size < HEADER) return undefined;
    const bytes = await this.#bytes(segment, offset, size);
    return bytes && readRecord(bytes);
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
    const opening = open(this.#path(segment), 'r');
    this.#readers.set(segment, opening);
    try {
      return await opening;
    } catch {
      this.#readers.delete(segment);
      return undefined;
    }
  }

  #damage({ segment, offset }: Point): Failure {
    return new Failure('STORE_DAMAGED', `${shortName(this.#directory)}/${segmentName(segment)} at byte ${offset}`);
  }

  #path(segment: number): string {
    return join(this.#directory, segmentName(segment));
  }
}

/** The numbers of the segments in a directory, ascending. */
export async function segmentsIn(directory: string): Promise<number[]> {
  const names = (await readdir(directory)).filter((name) => /^segment-\d{6,}$/.test(name));
  return names.map((name) => Number(name.slice('segment-'.length))).sort((a, b) => a - b);
}
