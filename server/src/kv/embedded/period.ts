import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, equal } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { diskBytes, shortName, syncDirectory, writeWhole } from './disk.ts';
import { GroupCommit } from './group-commit.ts';
import { type Bounds, END, OWN, talliedTable, tallyKey } from './key.ts';
import { type Level, openLevel } from './level.ts';
import { rebuildIndex } from './rebuild.ts';
import { type End, type Large, Segments, START } from './segments.ts';
import {
  decodeEnd,
  decodeTally,
  decodeValue,
  encodeEnd,
  encodeInline,
  encodePlace,
  encodeTally,
  LARGE,
  type Tally,
} from './value.ts';

export interface PeriodOptions {
  /** Size at which a segment is followed by a new one. */
  readonly segmentLimit?: number | undefined;
  /** Hears of values that a scan left out, and of an index that had to be rebuilt. */
  readonly onDamage?: ((failure: Failure) => void) | undefined;
}

/** A file that is there from before an index is repaired until its segments were gone through. */
const REBUILD = 'rebuild';

/** A put, or a delete when `value` is undefined. */
export interface Change {
  readonly key: Bytes;
  readonly value: Bytes | undefined;
}

type IndexOp = { type: 'put'; key: Bytes; value: Bytes } | { type: 'del'; key: Bytes };

/** One open directory: the rows of one family and period as an index (LevelDB) and its segments. */
export class Period {
  readonly #path: string;
  readonly #index: Level;
  readonly #segments: Segments;
  readonly #tallies: Map<number, Tally>;
  readonly #onDamage: (failure: Failure) => void;
  readonly #commits = new GroupCommit<Change>((changes) => this.#persist(changes));
  #rebuilding: Promise<void> = Promise.resolve();
  #failure: unknown;
  #closed = false;

  private constructor(
    path: string,
    index: Level,
    segments: Segments,
    tallies: Map<number, Tally>,
    onDamage: (failure: Failure) => void,
  ) {
    this.#path = path;
    this.#index = index;
    this.#segments = segments;
    this.#tallies = tallies;
    this.#onDamage = onDamage;
  }

  /** Opens the directory `path`, or makes it. */
  static async open(path: string, options: PeriodOptions = {}): Promise<Period> {
    const onDamage = options.onDamage ?? (() => {});
    await mkdir(path, { recursive: true });
    const level = await openLevel(join(path, 'index'), () => writeWhole(join(path, REBUILD), ''));
    try {
      for (const each of [path, dirname(path), dirname(dirname(path))]) await syncDirectory(each);
      const rebuild = (await readdir(path)).includes(REBUILD);
      if (rebuild) {
        // An index that lost its end must not cut off segments: go on in a new one.
        await level.put(END, encodeEnd(await Segments.endOf(path)), { sync: true });
        onDamage(new Failure('STORE_DAMAGED', `${shortName(path)}: the index is being rebuilt`));
      }
      const { end, tallies } = await readOwn(level);
      const segments = await Segments.open(path, end, options.segmentLimit);
      const period = new Period(path, level, segments, tallies, onDamage);
      if (rebuild) period.#rebuilding = period.#rebuild();
      return period;
    } catch (error) {
      await level.close();
      throw error;
    }
  }

  /** Whether a write failed. What is on the disk is then uncertain until the directory is opened anew. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  async get(key: Bytes): Promise<Bytes | undefined> {
    const stored = await this.#index.get(key);
    return stored && this.#value(key, stored);
  }

  /** Rows inside `bounds`; damaged ones are reported and left out. */
  async *scan(bounds: Bounds, reverse: boolean): AsyncGenerator<{ key: Bytes; value: Bytes }> {
    const iterator = this.#index.iterator({ ...bounds, reverse, highWaterMarkBytes: 64 * 1024 });
    try {
      for (;;) {
        const entries = await iterator.nextv(500);
        if (entries.length === 0) return;
        for (const [key, stored] of entries) {
          const value = await this.#valueOrDamage(key, stored);
          if (value) yield { key, value };
        }
      }
    } finally {
      await iterator.close();
    }
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#commits.run(() => changes);
  }

  swap(key: Bytes, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    return this.#commits.run(async (staged) => {
      const earlier = staged.findLast((change) => equal(change.key, key));
      const current = earlier ? earlier.value : await this.get(key);
      const matches = current && expected ? equal(current, expected) : current === expected;
      return matches ? [{ key, value: next }] : undefined;
    });
  }

  /** Rows and bytes by table id. The bytes are the directory's on the disk, shared out by what each table put. */
  async usage(): Promise<Map<number, Tally>> {
    const used = [...this.#tallies].filter(([, { rows }]) => rows > 0);
    const put = used.reduce((sum, [, { bytes }]) => sum + bytes, 0);
    const share = (await diskBytes(this.#path)) / Math.max(put, 1);
    return new Map(used.map(([table, { rows, bytes }]) => [table, { rows, bytes: Math.round(bytes * share) }]));
  }

  /** Everything but scans must have ended; those fail. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#rebuilding;
    await this.#index.close();
    await this.#segments.close();
  }

  async #persist(changes: readonly Change[]): Promise<void> {
    if (this.#failure !== undefined) {
      const options = { cause: this.#failure };
      throw new Failure('DATA_NOT_WRITABLE', `${shortName(this.#path)}: an earlier write failed`, options);
    }
    try {
      await this.#index.batch(await this.#indexOps(changes), { sync: true });
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Puts the large values into the segments, then says what makes the index point at them. */
  async #indexOps(changes: readonly Change[]): Promise<IndexOp[]> {
    const large = changes.filter(isLarge);
    const places = large.length > 0 ? await this.#segments.append(large) : [];
    const ops: IndexOp[] = [];
    let placed = 0;
    for (const change of changes) {
      const { key, value } = change;
      const place = isLarge(change) ? places[placed++] : undefined;
      if (place) ops.push(putOp(key, encodePlace(place)));
      else ops.push(value ? putOp(key, encodeInline(value)) : { type: 'del', key });
    }
    if (large.length > 0) ops.push(putOp(END, encodeEnd(this.#segments.end)));
    for (const [table, tally] of this.#count(changes)) ops.push(putOp(tallyKey(table), encodeTally(tally)));
    return ops;
  }

  /** Adds the changes to the tallies and returns those that differ now. */
  #count(changes: readonly Change[]): Map<number, Tally> {
    const touched = new Map<number, { rows: number; bytes: number }>();
    for (const { key, value } of changes) {
      const table = key[0] ?? 0;
      let tally = touched.get(table);
      if (!tally) {
        tally = { rows: 0, bytes: 0, ...this.#tallies.get(table) };
        touched.set(table, tally);
      }
      tally.rows = Math.max(0, tally.rows + (value ? 1 : -1));
      if (value) tally.bytes += key.length + value.length;
    }
    for (const [table, tally] of touched) this.#tallies.set(table, tally);
    return touched;
  }

  #value(key: Bytes, stored: Bytes): Bytes | Promise<Bytes> {
    const value = decodeValue(stored);
    return 'segment' in value ? this.#segments.read(key, value) : value;
  }

  async #valueOrDamage(key: Bytes, stored: Bytes): Promise<Bytes | undefined> {
    try {
      return await this.#value(key, stored);
    } catch (error) {
      if (this.#closed || !(error instanceof Failure)) throw error;
      this.#onDamage(error);
      return undefined;
    }
  }

  async #rebuild(): Promise<void> {
    try {
      await rebuildIndex({
        marker: join(this.#path, REBUILD),
        index: this.#index,
        segments: this.#segments,
        alone: (task) => this.#commits.run(() => task().then(() => undefined)),
        stopped: () => this.#closed,
        onDamage: this.#onDamage,
      });
    } catch (error) {
      this.#onDamage(
        new Failure('STORE_DAMAGED', `${shortName(this.#path)}: the index is not rebuilt`, { cause: error }),
      );
    }
  }
}

/** What an index knows about itself. */
async function readOwn(index: Level): Promise<{ end: End; tallies: Map<number, Tally> }> {
  const tallies = new Map<number, Tally>();
  let end = START;
  for await (const [key, value] of index.iterator({ ...OWN })) {
    const table = talliedTable(key);
    if (table !== undefined) tallies.set(table, decodeTally(value));
    else if (equal(key, END)) end = decodeEnd(value);
  }
  return { end, tallies };
}

const putOp = (key: Bytes, value: Bytes): IndexOp => ({ type: 'put', key, value });

const isLarge = (change: Change): change is Large => change.value !== undefined && change.value.length >= LARGE;
