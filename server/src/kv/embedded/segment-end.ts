import { constants, type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { shortName, syncDirectory } from './disk.ts';
import { type Content, type Point, recordHead, recordSize } from './record.ts';

/** Where a record lies; `size` is that of the whole record. */
export interface Place extends Point {
  readonly size: number;
}

export const isSamePlace = (a: Place, b: Place): boolean => a.segment === b.segment && a.offset === b.offset;

export const segmentName = (segment: number): string => `segment-${segment.toString().padStart(6, '0')}`;

/** The end of the segments at which records are appended: to one file until that is full, then to another. */
export class SegmentEnd {
  readonly #directory: string;
  readonly #limit: number;
  readonly #nextNumber: () => number;
  #file: FileHandle | undefined;
  #at: Point;

  constructor(directory: string, at: Point, limit: number, nextNumber: () => number) {
    this.#directory = directory;
    this.#at = at;
    this.#limit = limit;
    this.#nextNumber = nextNumber;
  }

  /** Behind the last record. */
  get at(): Point {
    return this.#at;
  }

  /** Appends records, of which one call may hold less than 2 GiB. They are on the disk when it resolves. */
  async append(contents: readonly Content[]): Promise<Place[]> {
    if (this.#at.offset >= this.#limit || this.#at.segment === 0) await this.roll();
    const { segment, offset } = this.#at;
    this.#file ??= await this.#create(segment);
    const places: Place[] = [];
    const pieces: Bytes[] = [];
    let at = offset;
    for (const content of contents) {
      const size = recordSize(content);
      places.push({ segment, offset: at, size });
      pieces.push(recordHead(content));
      if (content.value) pieces.push(content.value);
      at += size;
    }
    const { bytesWritten } = await this.#file.writev(pieces, offset);
    if (bytesWritten !== at - offset) throw new Failure('DATA_NOT_WRITABLE', `${this.#label(segment)}: ENOSPC`);
    await this.#file.datasync();
    this.#at = { segment, offset: at };
    return places;
  }

  /** Goes on in another segment, with a number above all others. */
  async roll(): Promise<void> {
    await this.close();
    this.#at = { segment: this.#nextNumber(), offset: 0 };
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #create(segment: number): Promise<FileHandle> {
    // Not 'a': positions would be ignored. Not 'w': it would empty the segment.
    const file = await open(join(this.#directory, segmentName(segment)), constants.O_RDWR | constants.O_CREAT);
    await syncDirectory(this.#directory);
    return file;
  }

  #label(segment: number): string {
    return `${shortName(this.#directory)}/${segmentName(segment)}`;
  }
}
