import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, equal } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { diskBytes, shortName, syncDirectory, writeWhole } from './disk.ts';
import { GroupCommit } from './group-commit.ts';
import { type Bounds, END, nameOf, tallyKey } from './key.ts';
import { type Level, openLevel } from './level.ts';
import { LiveBytes } from './live-bytes.ts';
import { type Own, readOwn, restartOwn, startOwn } from './own.ts';
import { Readers } from './readers.ts';
import { noteDeleted, rebuildIndex } from './rebuild.ts';
import { RECLAIM, Reclaimer, type ReclaimOptions } from './reclaim.ts';
import { Reclaimable } from './reclaimable.ts';
import type { Content, Point } from './record.ts';
import type { Place } from './segment-end.ts';
import { Segments } from './segments.ts';
import { decodeValue, encodeEnd, encodeInline, encodePlace, encodeTally, LARGE, placeOf, type Tally } from './value.ts';

export interface PeriodOptions {
  /** Size at which a segment is followed by a new one. */
  readonly segmentLimit?: number | undefined;
  /** Hears of values that a scan left out, and of an index that had to be rebuilt. */
  readonly onDamage?: ((failure: Failure) => void) | undefined;
  /** When and how fast the room of dead values is given back. */
  readonly reclaim?: ReclaimOptions | undefined;
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
  /** Undefined where the segments were not counted from the beginning: those stay as they are. */
  readonly #live: LiveBytes | undefined;
  readonly #onDamage: (failure: Failure) => void;
  readonly #commits = new GroupCommit<Change>((changes) => this.#persist(changes));
  readonly #readers = new Readers();
  readonly #reclaimer: Reclaimer | undefined;
  /** What was deleted and when, while a rebuild may come upon it. */
  #deleted: Map<string, Point> | undefined;
  #rebuilding: Promise<void> = Promise.resolve();
  #failure: unknown;
  #closed = false;

  private constructor(path: string, index: Level, segments: Segments, own: Own, options: PeriodOptions) {
    this.#path = path;
    this.#index = index;
    this.#segments = segments;
    this.#tallies = own.tallies;
    this.#onDamage = options.onDamage ?? (() => {});
    if (!own.live) return;
    this.#live = new LiveBytes(own.live);
    const alone = (task: () => Promise<void>): Promise<unknown> => this.#alone(() => this.#failing(task));
    const parts = { index, segments, live: this.#live, readers: this.#readers, alone, onDamage: this.#onDamage };
    this.#reclaimer = new Reclaimer(new Reclaimable(parts), options.reclaim ?? RECLAIM);
    this.#reclaimer.wake();
  }

  /** Opens the directory `path`, or makes it. */
  static async open(path: string, options: PeriodOptions = {}): Promise<Period> {
    await mkdir(path, { recursive: true });
    const level = await openLevel(join(path, 'index'), () => writeWhole(join(path, REBUILD), ''));
    try {
      for (const each of [path, dirname(path), dirname(dirname(path))]) await syncDirectory(each);
      const rebuild = (await readdir(path)).includes(REBUILD);
      if (rebuild) {
        // An index that lost its ends must not cut off segments: go on in a new one.
        await restartOwn(level, await Segments.endOf(path));
        options.onDamage?.(new Failure('STORE_DAMAGED', `${shortName(path)}: the index is being rebuilt`));
      } else await startOwn(level);
      const own = await readOwn(level);
      const { live, ends } = own;
      const used = live && ((segment: number) => live.has(segment));
      const segments = await Segments.open(path, ends, used, options.segmentLimit);
      const period = new Period(path, level, segments, own, options);
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
    const leave = this.#readers.enter();
    try {
      const stored = await this.#index.get(key);
      return stored && (await this.#value(key, stored));
    } finally {
      leave();
    }
  }

  /** Rows inside `bounds`; damaged ones are reported and left out. */
  async *scan(bounds: Bounds, reverse: boolean): AsyncGenerator<{ key: Bytes; value: Bytes }> {
    const leave = this.#readers.enter();
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
      leave();
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
    await this.#reclaimer?.stop();
    await this.#rebuilding;
    await this.#index.close();
    await this.#segments.close();
  }

  #persist(changes: readonly Change[]): Promise<void> {
    return this.#failing(async () => {
      await this.#index.batch(await this.#indexOps(changes), { sync: true });
    });
  }

  /** Runs a task that changes what is on the disk; after one that failed, none. */
  async #failing(task: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) {
      const options = { cause: this.#failure };
      throw new Failure('DATA_NOT_WRITABLE', `${shortName(this.#path)}: an earlier write failed`, options);
    }
    try {
      await task();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Runs a task while no write runs. What was called before but has not begun comes after. */
  #alone(task: () => Promise<void>): Promise<unknown> {
    return this.#commits.run(() => task().then(() => undefined));
  }

  /** Puts the large values into the segments, then says what makes the index point at them. */
  async #indexOps(changes: readonly Change[]): Promise<IndexOp[]> {
    const placed = await this.#placed(changes);
    const contents = contentsOf(changes, (name) => placed.has(name) || this.#deleted !== undefined);
    const places = contents.length > 0 ? await this.#segments.written.append(contents) : [];
    const ops: IndexOp[] = [];
    let next = 0;
    for (const change of changes) {
      const { key, value } = change;
      const place = contents[next]?.change === change ? places[next++] : undefined;
      if (place) this.#replace(placed, key, place, value === undefined);
      if (place && value) ops.push(putOp(key, encodePlace(place)));
      else ops.push(value ? putOp(key, encodeInline(value)) : { type: 'del', key });
    }
    if (contents.length > 0) ops.push(putOp(END, encodeEnd(this.#segments.written.at)));
    for (const { key, value } of this.#live?.take() ?? []) ops.push(putOp(key, value));
    for (const [table, tally] of this.#count(changes)) ops.push(putOp(tallyKey(table), encodeTally(tally)));
    return ops;
  }

  /** Where the rows lie that these changes delete or put a large value into. Small values are not asked for: they are many. */
  async #placed(changes: readonly Change[]): Promise<Map<string, Place>> {
    const keys = changes.filter((change) => isLarge(change) || change.value === undefined).map(({ key }) => key);
    const placed = new Map<string, Place>();
    if (keys.length === 0) return placed;
    const stored = await this.#index.getMany(keys);
    for (const [at, key] of keys.entries()) {
      const place = placeOf(stored[at]);
      if (place) placed.set(nameOf(key), place);
    }
    return placed;
  }

  /** Counts a record at `place` in the stead of what its row had in a segment before. */
  #replace(placed: Map<string, Place>, key: Bytes, place: Place, deletes: boolean): void {
    const name = nameOf(key);
    const old = placed.get(name);
    if (old) {
      this.#live?.died(old);
      this.#reclaimer?.wake();
    }
    this.#live?.placed(place);
    if (deletes) placed.delete(name);
    else placed.set(name, place);
    if (deletes && this.#deleted) noteDeleted(this.#deleted, key, place);
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
    const deleted = new Map<string, Point>();
    this.#deleted = deleted;
    try {
      await rebuildIndex({
        marker: join(this.#path, REBUILD),
        index: this.#index,
        segments: this.#segments,
        deleted,
        alone: (task) => this.#alone(task),
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

const putOp = (key: Bytes, value: Bytes): IndexOp => ({ type: 'put', key, value });

const isLarge = ({ value }: Change): boolean => value !== undefined && value.length >= LARGE;

/** What goes into a segment: large values, and that rows are deleted whose value is in one. */
function contentsOf(
  changes: readonly Change[],
  isPlaced: (name: string) => boolean,
): (Content & { readonly change: Change })[] {
  const contents: (Content & { readonly change: Change })[] = [];
  const now = new Set<string>();
  for (const change of changes) {
    const { key, value } = change;
    if (isLarge(change)) now.add(nameOf(key));
    else if (value !== undefined) continue;
    else {
      const name = nameOf(key);
      if (!now.has(name) && !isPlaced(name)) continue;
    }
    contents.push({ key, value, change });
  }
  return contents;
}
