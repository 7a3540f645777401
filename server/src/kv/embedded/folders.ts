import type { Dirent } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, day, dayName, dayOf, millis } from '../../lib/time.ts';
import type { Table } from '../kv.ts';
import { codeOf } from './disk.ts';
import { DROPPED, type Filing, Folder, type FolderOptions } from './folder.ts';

/**
 * Where periods lie below the data directory, and which there are:
 *
 *     <family>/2026-11-25 | 2026-11 | 2026 | permanent     by the period of the family's tables
 *     <family>/.dropped-…                                  being deleted; whatever else is there is not ours
 */
export class Folders {
  readonly #directory: string;
  readonly #options: FolderOptions;
  readonly #folders = new Map<string, Folder>();

  private constructor(directory: string, options: FolderOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  /** Finds the periods of `tables` and finishes deletions that a kill interrupted. */
  static async find(directory: string, tables: readonly Table[], options: FolderOptions): Promise<Folders> {
    const folders = new Folders(directory, options);
    for (const table of tables) {
      for (const { name } of await entriesOf(join(directory, table.family))) {
        if (name.startsWith(DROPPED)) await rm(join(directory, table.family, name), { recursive: true, force: true });
        const first = parseName(table, name);
        if (first !== 'none') folders.#add({ table, first }, true);
      }
    }
    return folders;
  }

  /** The folder of a period, on the disk or not. */
  of(table: Table, first: Day | undefined): Folder {
    return this.#folders.get(idOf(table, first)) ?? this.#add({ table, first }, false);
  }

  /** The folder of a period if it holds anything: reading must not make directories. */
  existing(table: Table, first: Day | undefined): Folder | undefined {
    const folder = this.#folders.get(idOf(table, first));
    return folder?.exists ? folder : undefined;
  }

  all(): Folder[] {
    return [...this.#folders.values()].filter((folder) => folder.exists);
  }

  async close(): Promise<void> {
    const closings = [...this.#folders.values()].map((folder) => folder.close());
    for (const closing of await Promise.allSettled(closings)) if (closing.status === 'rejected') throw closing.reason;
  }

  #add(filing: Filing, exists: boolean): Folder {
    const { table, first } = filing;
    const id = idOf(table, first);
    const known = this.#folders.get(id);
    if (known) return known;
    const path = join(this.#directory, table.family, periodName(table, first));
    const folder = new Folder(filing, path, exists, this.#options);
    this.#folders.set(id, folder);
    return folder;
  }
}

/** Tells folders apart. Asked for every row: names of days are dear. */
const idOf = (table: Table, first: Day | undefined): string => `${table.family} ${table.period} ${first}`;

const NAME_LENGTH = { day: 10, month: 7, year: 4 } as const;

function periodName(table: Table, first: Day | undefined): string {
  if (first === undefined || table.period === 'permanent') return 'permanent';
  return dayName(first).slice(0, NAME_LENGTH[table.period]);
}

/** The first day of the period that a directory is named after; 'none' if it is no name of this table's period. */
function parseName(table: Table, name: string): Day | undefined | 'none' {
  if (table.period === 'permanent') return name === 'permanent' ? undefined : 'none';
  const start = Date.parse(`${name}${'-01-01'.slice(name.length - 4)}`);
  if (name.length !== NAME_LENGTH[table.period] || Number.isNaN(start)) return 'none';
  const first = day(dayOf(millis(start)));
  return periodName(table, first) === name ? first : 'none';
}

async function entriesOf(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
