import type { Kv } from '../../kv/kv.ts';
import { type Bytes, equal, hex } from '../../lib/bytes.ts';
import { type Day, dayOf, dayStart, HOUR, type Millis, millis, SLOT, slotOf } from '../../lib/time.ts';
import { type Application, applicationHash } from '../application.ts';
import { unlessDamaged } from '../value.ts';
import type { WriterId } from '../writer-id.ts';
import { Chunk, type StoredMessage } from './chunk.ts';
import { decodeMessage } from './decode.ts';
import {
  type ChunkPlace,
  chunkSort,
  hourPartition,
  readChunkSort,
  slotSort,
  spanTable,
  tracePartition,
  traceSortWriter,
  traceTable,
} from './keys.ts';
import type { Received, TraceId } from './span.ts';
import { type ChunkStream, streamsOf } from './streams.ts';
import { readTracePlaces } from './trace-places.ts';

/** Where a span is: the `number`-th of an application in a slot, as one writer counted. */
export interface SpanAddress {
  readonly application: Bytes;
  readonly day: Day;
  readonly slot: number;
  readonly writer: WriterId;
  readonly number: number;
}

/** Finds the application that a hash in a key stands for. */
export type Applications = (hash: Bytes) => Promise<Application | undefined>;

/** More spans of one trace than this are not read (Pinpoint's limit as well). */
export const TRACE_LIMIT = 10_000;

/** A chunk and where it is. */
export interface PlacedChunk {
  readonly place: ChunkPlace;
  readonly chunk: Chunk;
}

export class SpanStore {
  readonly #kv: Kv;
  readonly #applications: Applications;

  constructor(kv: Kv, applications: Applications) {
    this.#kv = kv;
    this.#applications = applications;
  }

  /** Spans and span chunks at these addresses, in their order; those that are gone or damaged are left out. */
  async read(addresses: readonly SpanAddress[]): Promise<Received[]> {
    const found = new Map<SpanAddress, Received>();
    const groups = Map.groupBy(addresses, ({ application, day, slot, writer }) =>
      [hex(application), day, slot, hex(writer)].join(' '),
    );
    await Promise.all([...groups.values()].map((group) => this.#readGroup(group, found)));
    return addresses.map((address) => found.get(address)).filter((one) => one !== undefined);
  }

  /** Every stored part of a trace that was received on one of these days; at most `TRACE_LIMIT`, then `overflow`. */
  async trace(id: TraceId, days: readonly Day[]): Promise<{ parts: Received[]; overflow: boolean }> {
    const partition = tracePartition(id);
    const addresses: SpanAddress[] = [];
    for (const day of days) {
      for await (const { sort, value } of this.#kv.scan({ table: traceTable, day, partition })) {
        const writer = traceSortWriter(sort);
        for (const place of readTracePlaces(value)) addresses.push({ ...place, day, writer });
        if (addresses.length > TRACE_LIMIT) break;
      }
    }
    const parts = await this.read(addresses.slice(0, TRACE_LIMIT));
    // Two traces may share a hash: the full id decides.
    return { parts: parts.filter(({ message }) => message.traceId === id), overflow: addresses.length > TRACE_LIMIT };
  }

  /**
   * What was received of an application in the slot that begins at `at`: a stream for each writer, which reads its
   * chunks from the newest to the oldest as it is asked for them.
   */
  streams(application: Application, at: Millis): Promise<ChunkStream[]> {
    return streamsOf(this.#kv, application, at);
  }

  /** The chunks of an application in the slot that `at` lies in, oldest first for each writer; damaged ones are left out. */
  async *slot(application: Application, at: Millis): AsyncIterable<PlacedChunk> {
    const slot = slotOf(at);
    const partition = { table: spanTable, day: dayOf(at), partition: hourPartition(applicationHash(application), at) };
    const range = { from: slotSort(slot), to: slotSort(slot + 1) };
    let before: PlacedChunk | undefined;
    for await (const { sort, value } of this.#kv.scan(partition, range)) {
      const place = readChunkSort(sort);
      // A merged chunk stands before its parts while they are not deleted yet.
      const covered = before !== undefined && equal(before.place.writer, place.writer);
      if (before !== undefined && covered && place.first < before.place.first + before.chunk.count) continue;
      const chunk = unlessDamaged(() => new Chunk(value));
      if (chunk === undefined) continue;
      before = { place, chunk };
      yield before;
    }
  }

  /** The chunks of an application that were stored last, up to `limit`, of the hour that `at` lies in and the one before. */
  async *newest(application: Application, at: Millis, limit: number): AsyncIterable<PlacedChunk> {
    let left = limit;
    for (const hour of [at, millis(at - HOUR)]) {
      const partition = hourPartition(applicationHash(application), hour);
      const rows = this.#kv.scan({ table: spanTable, day: dayOf(hour), partition }, { reverse: true, limit: left });
      for await (const { sort, value } of rows) {
        left--;
        const chunk = unlessDamaged(() => new Chunk(value));
        if (chunk !== undefined) yield { place: readChunkSort(sort), chunk };
      }
      if (left <= 0) return;
    }
  }

  /** The chunk that holds the span at an address, if it is there. */
  async chunkAt(address: SpanAddress): Promise<PlacedChunk | undefined> {
    const found = await this.#chunkOf(address);
    return found && { place: { ...address, first: found.first }, chunk: found.chunk };
  }

  /** Reads the spans of one application, slot and writer, a chunk at a time from the last to the first. */
  async #readGroup(group: readonly SpanAddress[], found: Map<SpanAddress, Received>): Promise<void> {
    const left = group.toSorted((a, b) => a.number - b.number);
    const application = left[0] && (await this.#applications(left[0].application));
    while (application !== undefined) {
      const last = left.at(-1);
      if (last === undefined) return;
      const chunk = await this.#chunkOf(last);
      const first = chunk?.first ?? last.number;
      for (let next = left.at(-1); next !== undefined && next.number >= first; next = left.at(-1)) {
        left.pop();
        const received = chunk && receive(chunk.chunk, next.number - first, application);
        if (received !== undefined) found.set(next, received);
      }
    }
  }

  /** The chunk with the greatest first number that is not behind the address; undefined if it is gone or damaged. */
  async #chunkOf(address: SpanAddress): Promise<{ first: number; chunk: Chunk } | undefined> {
    const { application, day, slot, writer, number } = address;
    const partition = hourPartition(application, millis(dayStart(day) + slot * SLOT));
    const range = {
      from: chunkSort(slot, writer, 0),
      to: chunkSort(slot, writer, number + 1),
      reverse: true,
      limit: 1,
    };
    for await (const { sort, value } of this.#kv.scan({ table: spanTable, day, partition }, range)) {
      return unlessDamaged(() => ({ first: readChunkSort(sort).first, chunk: new Chunk(value) }));
    }
    return undefined;
  }
}

/** A message of a chunk as it was received; undefined where it is damaged. */
export const decodeStored = (
  { sender, receivedAt, bytes }: StoredMessage,
  application: Application,
): Received | undefined => unlessDamaged(() => decodeMessage(bytes, { application, ...sender }, receivedAt));

const receive = (chunk: Chunk, place: number, application: Application): Received | undefined =>
  unlessDamaged(() => {
    const message = chunk.message(place);
    if (message === undefined) return undefined;
    const { sender, receivedAt, bytes } = message;
    return decodeMessage(bytes, { application, ...sender }, receivedAt);
  });
