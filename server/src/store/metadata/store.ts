import type { Kv, Op } from '../../kv/kv.ts';
import { type Bytes, hex, text, utf8 } from '../../lib/bytes.ts';
import { Lru } from '../../lib/lru.ts';
import { type Clock, type Day, dayOf, monthStart } from '../../lib/time.ts';
import type { Agent } from '../application.ts';
import { openValue, versioned } from '../value.ts';
import {
  type MetadataKind,
  metadataKind,
  metadataPartition,
  metadataSort,
  metadataTable,
  TEXT_SORT,
  textHash,
  textTable,
} from './keys.ts';

/** A method, or what stands for one (PApiMetaData). */
export interface Api {
  readonly info: string;
  /** -1: none. */
  readonly line: number;
  /** 0 method, 100 web request, 200 asynchronous invocation, 900 corrupted. */
  readonly type: number;
  readonly location: string;
}

/** Whose ids they are. */
export type Process = Pick<Agent, 'agentId' | 'startTime'>;

const VERSION = 1;

/** Names that agents announce once and then use as numbers. Missing ones are undefined, now and perhaps forever. */
export class MetadataStore {
  readonly #kv: Kv;
  readonly #clock: Clock;
  /** Texts that are known to be stored this month, by month and hash. */
  readonly #stored = new Lru<string, true>(50_000);
  readonly #texts = new Lru<string, string>(20_000);

  constructor(kv: Kv, clock: Clock) {
    this.#kv = kv;
    this.#clock = clock;
  }

  putApi(of: Process, id: number, { info, line, type, location }: Api): Promise<void> {
    const rest = versioned(VERSION).signed(line).signed(type).string(location).take();
    return this.#put(of, metadataSort(metadataKind.API, id), info, rest);
  }

  /** Normalised SQL by number or, for agents that count by statement, by its 16-byte uid. */
  putSql(of: Process, id: number | Bytes, sql: string): Promise<void> {
    const kind = typeof id === 'number' ? metadataKind.SQL : metadataKind.SQL_UID;
    return this.#put(of, metadataSort(kind, id), sql, versioned(VERSION).take());
  }

  putString(of: Process, id: number, value: string): Promise<void> {
    return this.#put(of, metadataSort(metadataKind.STRING, id), value, versioned(VERSION).take());
  }

  async api(of: Process, id: number): Promise<Api | undefined> {
    const row = await this.#get(of, metadataKind.API, id);
    if (row === undefined) return undefined;
    const from = openValue(row.rest, VERSION);
    return { info: row.text, line: from.signed(), type: from.signed(), location: from.string() };
  }

  async sql(of: Process, id: number | Bytes): Promise<string | undefined> {
    return (await this.#get(of, typeof id === 'number' ? metadataKind.SQL : metadataKind.SQL_UID, id))?.text;
  }

  async string(of: Process, id: number): Promise<string | undefined> {
    return (await this.#get(of, metadataKind.STRING, id))?.text;
  }

  /** Puts an agent's names of last month into this one, with their texts. */
  async carry(of: Process): Promise<void> {
    const day = this.#month();
    const partition = metadataPartition(of);
    const before = { table: metadataTable, day: monthStart((day - 1) as Day), partition };
    for await (const { sort, value } of this.#kv.scan(before)) {
      const put = await this.#text(value.subarray(0, 16));
      if (put === undefined) continue;
      await this.#kv.write([
        ...this.#textRow(day, value.subarray(0, 16), put),
        { table: metadataTable, day, partition, sort, put: value },
      ]);
    }
  }

  async #put(of: Process, sort: Bytes, content: string, rest: Bytes): Promise<void> {
    const day = this.#month();
    const hash = textHash(content);
    const put = Buffer.concat([hash, rest]);
    const batch = [
      ...this.#textRow(day, hash, content),
      { table: metadataTable, day, partition: metadataPartition(of), sort, put },
    ];
    await this.#kv.write(batch);
    this.#stored.set(`${day} ${hex(hash)}`, true);
  }

  #textRow(day: Day, hash: Bytes, content: string): Op[] {
    if (this.#stored.get(`${day} ${hex(hash)}`)) return [];
    const put = versioned(VERSION).bytes(utf8(content)).take();
    return [{ table: textTable, day, partition: hash, sort: TEXT_SORT, put }];
  }

  async #get(of: Process, kind: MetadataKind, id: number | Bytes): Promise<{ text: string; rest: Bytes } | undefined> {
    const row = { table: metadataTable, partition: metadataPartition(of), sort: metadataSort(kind, id) };
    for (const day of this.#months()) {
      const value = await this.#kv.get({ ...row, day });
      if (value === undefined) continue;
      const content = await this.#text(value.subarray(0, 16));
      return content === undefined ? undefined : { text: content, rest: value.subarray(16) };
    }
    return undefined;
  }

  async #text(hash: Bytes): Promise<string | undefined> {
    const known = this.#texts.get(hex(hash));
    if (known !== undefined) return known;
    for (const day of this.#months()) {
      const value = await this.#kv.get({ table: textTable, day, partition: hash, sort: TEXT_SORT });
      if (value === undefined) continue;
      const content = text(openValue(value, VERSION).rest());
      this.#texts.set(hex(hash), content);
      return content;
    }
    return undefined;
  }

  #month(): Day {
    return monthStart(dayOf(this.#clock()));
  }

  /** This month and the one before it. */
  #months(): readonly [Day, Day] {
    const month = this.#month();
    return [month, monthStart((month - 1) as Day)];
  }
}
