import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import type { Day } from '../../lib/time.ts';
import {
  type Dumped,
  type Entry,
  type Kv,
  type Op,
  type Partition,
  type Range,
  type Row,
  type Table,
  type Usage,
  VALUE_LIMIT,
} from '../kv.ts';
import { firstDay, isOver } from '../period.ts';
import { diskFailure } from './disk.ts';
import type { Folder, FolderOptions } from './folder.ts';
import { Folders } from './folders.ts';
import { checkFormat, markFormat } from './format.ts';
import { type Bounds, boundsOf, keyOf, prefixOf, splitKey, tableBounds } from './key.ts';
import { lockData } from './lock.ts';
import type { Change } from './period.ts';

export type EmbeddedOptions = FolderOptions;

/**
 * Opens the store in `directory`, made where there is none, for this process alone. `tables` are all there are: rows
 * of others are refused. Fails with DATA_LOCKED, DATA_NOT_WRITABLE or DATA_TOO_NEW, naming the directory.
 */
export async function openEmbedded(
  directory: string,
  tables: readonly Table[],
  options: EmbeddedOptions = {},
): Promise<Kv> {
  const path = resolve(directory);
  const byId = new Map(tables.map((table) => [table.id, table]));
  if (byId.size !== tables.length || byId.has(0)) throw new Failure('INTERNAL', 'table ids are 1 … 255, each once');
  try {
    await checkFormat(path);
    await mkdir(path, { recursive: true });
    const unlock = await lockData(path);
    try {
      await markFormat(path);
      return new Embedded(byId, await Folders.find(path, tables, options), unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    throw diskFailure(path, error);
  }
}

/** LevelDB for what is small, segment files for what is large, a directory for each family and period. */
class Embedded implements Kv {
  readonly can = { atomicBatch: true } as const;
  readonly #tables: ReadonlyMap<number, Table>;
  readonly #folders: Folders;
  readonly #unlock: () => Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(tables: ReadonlyMap<number, Table>, folders: Folders, unlock: () => Promise<void>) {
    this.#tables = tables;
    this.#folders = folders;
    this.#unlock = unlock;
  }

  async get(row: Row): Promise<Bytes | undefined> {
    const folder = this.#existing(row);
    return folder && this.#run(folder, () => folder.use((period) => period.get(keyOf(row))));
  }

  async *scan(partition: Partition, range: Range = {}): AsyncGenerator<Entry> {
    const { limit = Number.POSITIVE_INFINITY, reverse } = range;
    const folder = this.#existing(partition);
    if (!folder || limit <= 0) return;
    const prefix = prefixOf(partition);
    let left = limit;
    for await (const { key, value } of this.#scan(folder, boundsOf(prefix, range), reverse)) {
      yield { sort: key.subarray(prefix.length), value };
      if (--left <= 0) return;
    }
  }

  async write(batch: readonly Op[]): Promise<void> {
    const changes = new Map<Folder, Change[]>();
    for (const op of batch) {
      const value = 'put' in op ? op.put : undefined;
      checkSize(value);
      const folder = this.#folderOf(op);
      const list = changes.get(folder);
      const change = { key: keyOf(op), value };
      if (list) list.push(change);
      else changes.set(folder, [change]);
    }
    if (changes.size === 0) return this.#check();
    const writes = [...changes].map(([folder, list]) =>
      this.#run(folder, () => folder.use((period) => period.write(list))),
    );
    // All of them, failed or not, before the caller may touch the bytes again.
    for (const write of await Promise.allSettled(writes)) if (write.status === 'rejected') throw write.reason;
  }

  async swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    checkSize(next);
    const folder = this.#folderOf(row);
    return this.#run(folder, () => folder.use((period) => period.swap(keyOf(row), expected, next)));
  }

  async expire(table: Table, before: Day): Promise<void> {
    this.#check();
    const over = this.#folders.all().filter(({ filing }) => {
      const kin = filing.table.family === table.family && filing.table.period === table.period;
      return kin && isOver(table, filing.first, before);
    });
    for (const folder of over) await this.#run(folder, () => folder.drop());
  }

  async usage(): Promise<readonly Usage[]> {
    this.#check();
    const usages: Usage[] = [];
    // One after the other: what is closed must be opened once to be asked.
    for (const folder of this.#folders.all()) {
      for (const [id, tally] of await this.#run(folder, () => folder.usage())) {
        const table = this.#tables.get(id);
        if (table) usages.push({ table, day: folder.filing.first, ...tally });
      }
    }
    return usages;
  }

  async *dump(table: Table, day: Day | undefined, after?: Dumped): AsyncGenerator<Dumped> {
    const folder = this.#existing({ table, day });
    if (!folder) return;
    const bounds = tableBounds(table, after && { table, day, ...after });
    for await (const { key, value } of this.#scan(folder, bounds)) yield { ...splitKey(key), value };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#folders.close().finally(this.#unlock);
    return this.#closing;
  }

  #folderOf({ table, day }: Filed): Folder {
    this.#check();
    if (this.#tables.get(table.id)?.name !== table.name) throw new Failure('INTERNAL', `unknown table ${table.name}`);
    return this.#folders.of(table, firstDay(table, day));
  }

  #existing({ table, day }: Filed): Folder | undefined {
    this.#check();
    return this.#folders.existing(table, firstDay(table, day));
  }

  #check(): void {
    if (this.#closing) throw new Failure('STORE_CLOSED');
  }

  async #run<T>(folder: Folder, task: () => Promise<T>): Promise<T> {
    this.#check();
    try {
      return await task();
    } catch (error) {
      throw diskFailure(folder.name, error);
    }
  }

  async *#scan(folder: Folder, bounds: Bounds, reverse = false): ReturnType<Folder['scan']> {
    try {
      for await (const row of folder.scan(bounds, reverse)) {
        yield row;
        this.#check();
      }
    } catch (error) {
      this.#check();
      throw diskFailure(folder.name, error);
    }
  }
}

type Filed = Pick<Partition, 'table' | 'day'>;

function checkSize(value: Bytes | undefined): void {
  if (value && value.length > VALUE_LIMIT) throw new Failure('VALUE_TOO_LARGE', `${value.length} bytes`);
}
