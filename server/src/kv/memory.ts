import { type Bytes, compare, equal, hex } from '../lib/bytes.ts';
import { Failure } from '../lib/failure.ts';
import type { Day } from '../lib/time.ts';
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
} from './kv.ts';
import { firstDay, isOver } from './period.ts';

/** The rows of one partition of one period, sorted. */
interface Shelf {
  readonly table: Table;
  readonly day: Day | undefined;
  readonly partition: Bytes;
  readonly rows: Entry[];
}

/** The reference engine: what the seam means, in memory and as plainly as can be. It forgets everything when it ends. */
export class MemoryKv implements Kv {
  readonly can = { atomicBatch: true } as const;
  readonly #shelves = new Map<string, Shelf>();
  #closed = false;

  async get(row: Row): Promise<Bytes | undefined> {
    this.#check();
    return this.#read(row)?.slice();
  }

  async *scan(partition: Partition, range: Range = {}): AsyncIterable<Entry> {
    this.#check();
    const { from, to, reverse = false, limit = Number.POSITIVE_INFINITY } = range;
    const rows = this.#shelves.get(shelfName(partition))?.rows ?? [];
    const found = rows.slice(from ? lowerBound(rows, from) : 0, to ? lowerBound(rows, to) : rows.length);
    if (reverse) found.reverse();
    for (const { sort, value } of found.slice(0, limit)) {
      yield { sort: copy(sort), value: copy(value) };
      this.#check();
    }
  }

  async write(batch: readonly Op[]): Promise<void> {
    this.#check();
    for (const op of batch) if ('put' in op) checkSize(op.put);
    for (const op of batch) this.#apply(op, 'put' in op ? op.put : undefined);
  }

  async swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    this.#check();
    if (next) checkSize(next);
    const current = this.#read(row);
    const matches = current && expected ? equal(current, expected) : current === expected;
    if (matches) this.#apply(row, next);
    return matches;
  }

  async expire(table: Table, day: Day): Promise<void> {
    this.#check();
    for (const [name, shelf] of this.#shelves) {
      const kin = shelf.table.family === table.family && shelf.table.period === table.period;
      if (kin && isOver(shelf.table, shelf.day, day)) this.#shelves.delete(name);
    }
  }

  async usage(): Promise<readonly Usage[]> {
    this.#check();
    const usages = new Map<string, { table: Table; day: Day | undefined; bytes: number; rows: number }>();
    for (const { table, day, partition, rows } of this.#shelves.values()) {
      if (rows.length === 0) continue;
      const name = `${table.id} ${day}`;
      const usage = usages.get(name) ?? { table, day, bytes: 0, rows: 0 };
      usage.rows += rows.length;
      for (const { sort, value } of rows) usage.bytes += partition.length + sort.length + value.length;
      usages.set(name, usage);
    }
    return [...usages.values()];
  }

  async *dump(table: Table, day: Day | undefined, after?: Dumped): AsyncIterable<Dumped> {
    this.#check();
    const first = firstDay(table, day);
    const rows: Dumped[] = [];
    for (const shelf of this.#shelves.values()) {
      if (shelf.table.id !== table.id || shelf.day !== first) continue;
      for (const row of shelf.rows) rows.push({ partition: shelf.partition, ...row });
    }
    rows.sort(inDumpOrder);
    for (const { partition, sort, value } of rows) {
      const row = { partition: copy(partition), sort: copy(sort), value: copy(value) };
      if (after && inDumpOrder(row, after) <= 0) continue;
      yield row;
      this.#check();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#shelves.clear();
  }

  #read(row: Row): Bytes | undefined {
    const rows = this.#shelves.get(shelfName(row))?.rows ?? [];
    const found = rows[lowerBound(rows, row.sort)];
    return found && equal(found.sort, row.sort) ? found.value : undefined;
  }

  #apply(row: Row, value: Bytes | undefined): void {
    const name = shelfName(row);
    const { table, partition } = row;
    const shelf = this.#shelves.get(name) ?? {
      table,
      day: firstDay(table, row.day),
      partition: copy(partition),
      rows: [],
    };
    this.#shelves.set(name, shelf);
    const at = lowerBound(shelf.rows, row.sort);
    const found = shelf.rows[at];
    const replaced = found && equal(found.sort, row.sort) ? 1 : 0;
    shelf.rows.splice(at, replaced, ...(value ? [{ sort: copy(row.sort), value: copy(value) }] : []));
  }

  #check(): void {
    if (this.#closed) throw new Failure('STORE_CLOSED');
  }
}

const copy = (bytes: Bytes): Bytes => Uint8Array.from(bytes);

const shelfName = ({ table, day, partition }: Partition): string =>
  `${table.id} ${firstDay(table, day)} ${hex(partition)}`;

const inDumpOrder = (a: Dumped, b: Dumped): number => compare(a.partition, b.partition) || compare(a.sort, b.sort);

/** Where `sort` is, or would be put. */
function lowerBound(rows: readonly Entry[], sort: Bytes): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && compare(row.sort, sort) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkSize(value: Bytes): void {
  if (value.length > VALUE_LIMIT) throw new Failure('VALUE_TOO_LARGE', `${value.length} bytes`);
}
