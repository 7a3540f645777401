import type { Failure } from '../../lib/failure.ts';
import { END, liveKey, MOVED_END } from './key.ts';
import type { Level } from './level.ts';
import type { LiveBytes } from './live-bytes.ts';
import type { Readers } from './readers.ts';
import { isSamePlace, type Place } from './segment-end.ts';
import type { Found, Segments } from './segments.ts';
import { encodeEnd, encodePlace, placeOf } from './value.ts';

/** A record that was copied. */
export interface Move extends Pick<Found, 'key'> {
  readonly from: Place;
  readonly to: Place;
  /** Says that its row was deleted: nothing points to it. */
  readonly deleted: boolean;
}

interface Parts {
  readonly index: Level;
  readonly segments: Segments;
  readonly live: LiveBytes;
  readonly readers: Readers;
  /** Runs a task while no write runs, and none if one failed. */
  readonly alone: (task: () => Promise<void>) => Promise<unknown>;
  readonly onDamage: (failure: Failure) => void;
}

/** The index and the segments of a period, as far as they are changed to give back room. */
export class Reclaimable {
  readonly segments: Segments;
  readonly live: LiveBytes;
  readonly readers: Readers;
  readonly onDamage: (failure: Failure) => void;
  readonly #index: Level;
  readonly #alone: Parts['alone'];

  constructor({ index, segments, live, readers, alone, onDamage }: Parts) {
    this.segments = segments;
    this.live = live;
    this.readers = readers;
    this.onDamage = onDamage;
    this.#index = index;
    this.#alone = alone;
  }

  /** The records that their rows point at, or that say that a row was deleted. */
  async used(records: readonly Found[]): Promise<Found[]> {
    const stored = await this.#index.getMany(records.map(({ key }) => key));
    return records.filter(({ value, place }, at) => {
      const now = placeOf(stored[at]);
      return value === undefined || (now !== undefined && isSamePlace(now, place));
    });
  }

  /** Points rows at copies that are on the disk, if they still point at what was copied. Answers whether all did. */
  async move(moves: readonly Move[]): Promise<boolean> {
    let all = true;
    await this.#alone(async () => {
      const stored = await this.#index.getMany(moves.map(({ key }) => key));
      const puts = [putOp(MOVED_END, encodeEnd(this.segments.moved.at))];
      for (const [at, { key, from, to, deleted }] of moves.entries()) {
        const now = placeOf(stored[at]);
        this.live.placed(to);
        if (deleted || (now && isSamePlace(now, from))) {
          this.live.died(from);
          if (!deleted) puts.push(putOp(key, encodePlace(to)));
        } else {
          // A write came between: the copy is of no use to anybody.
          this.live.died(to);
          all = false;
        }
      }
      for (const { key, value } of this.live.take()) puts.push(putOp(key, value));
      await this.#index.batch(puts, { sync: true });
    });
    return all;
  }

  /** Goes on writing in another segment. */
  async rollWritten(): Promise<void> {
    await this.#alone(() => this.segments.written.roll());
  }

  /** Makes durable that nothing points to a segment, and that nothing is appended to it. */
  async forget(segment: number): Promise<void> {
    await this.#alone(async () => {
      const { written, moved } = this.segments.ends;
      this.live.forget(segment);
      const ends = [putOp(END, encodeEnd(written)), putOp(MOVED_END, encodeEnd(moved))];
      await this.#index.batch([{ type: 'del', key: liveKey(segment) }, ...ends], { sync: true });
    });
  }
}

const putOp = (key: Uint8Array, value: Uint8Array) => ({ type: 'put', key, value }) as const;
