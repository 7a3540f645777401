import type { Kv, Partition } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { dayOf, type Millis, slotOf } from '../../lib/time.ts';
import { type Application, applicationHash } from '../application.ts';
import { unlessDamaged } from '../value.ts';
import type { WriterId } from '../writer-id.ts';
import { Chunk, type StoredMessage } from './chunk.ts';
import { chunkSort, hourPartition, LAST_NUMBER, readChunkSort, spanTable } from './keys.ts';

/** The chunks of one application, slot and writer, from the newest to the oldest. Leaving it early closes it. */
export type ChunkStream = AsyncGenerator<ReadChunk, void>;

export interface ReadChunk {
  /** When its first message was received. */
  readonly from: Millis;
  /** Raw bytes that opening it reads. */
  readonly size: number;
  /** Its messages in order of arrival, decompressed a frame at a time; ends early where the chunk is damaged. */
  readonly messages: () => Iterable<StoredMessage>;
}

/** A stream for each writer of the slot that begins at `at`. */
export async function streamsOf(kv: Kv, application: Application, at: Millis): Promise<ChunkStream[]> {
  const partition = { table: spanTable, day: dayOf(at), partition: hourPartition(applicationHash(application), at) };
  const slot = slotOf(at);
  return (await writersOf(kv, partition, slot)).map((writer) => backwards(kv, partition, slot, writer));
}

/** A writer's chunks lie together: read the last one, step over all of its writer's. */
async function writersOf(kv: Kv, partition: Partition, slot: number): Promise<WriterId[]> {
  const writers: WriterId[] = [];
  const from = Uint8Array.of(slot);
  for (let to: Bytes = Uint8Array.of(slot + 1); ; ) {
    const [last] = await Array.fromAsync(kv.scan(partition, { from, to, reverse: true, limit: 1 }));
    if (last === undefined) return writers;
    const { writer } = readChunkSort(last.sort);
    writers.push(writer);
    to = chunkSort(slot, writer, 0);
  }
}

async function* backwards(kv: Kv, partition: Partition, slot: number, writer: WriterId): ChunkStream {
  const range = { from: chunkSort(slot, writer, 0), to: chunkSort(slot, writer, LAST_NUMBER), reverse: true };
  // A settled chunk comes behind parts of it that are not deleted yet: what those held is not read twice.
  const read: Numbers[] = [];
  for await (const { sort, value } of kv.scan(partition, range)) {
    const chunk = unlessDamaged(() => new Chunk(value));
    if (chunk === undefined) continue;
    const { first } = readChunkSort(sort);
    const covered = chunk.settled ? read.filter((numbers) => numbers.first < first + chunk.count) : [];
    read.push({ first, end: first + chunk.count });
    yield { from: chunk.base, size: chunk.size, messages: () => messagesOf(chunk, first, covered) };
  }
}

interface Numbers {
  readonly first: number;
  readonly end: number;
}

function* messagesOf(chunk: Chunk, first: number, covered: readonly Numbers[]): Iterable<StoredMessage> {
  const isRead = (number: number): boolean => covered.some((one) => number >= one.first && number < one.end);
  try {
    for (const { place, message } of chunk.placed()) if (!isRead(first + place)) yield message;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
