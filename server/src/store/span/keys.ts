import type { Table } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { hash64 } from '../../lib/hash.ts';
import { hourOf, type Millis } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import { WRITER_ID_SIZE, type WriterId } from '../writer-id.ts';
import type { TraceId } from './span.ts';

/**
 * span     [application:8][hour:1] / [slot:1][writer:8][first:6]      a chunk of spans
 * trace    [hash of the trace id:8] / [writer:8][flush:6]             where the spans of a trace are
 * batch    [slot:1][shard:1] / [hash of the batch:16]                 a batch whose answer the agent may not have got
 *
 * slot: the ten minutes of the day in which the spans were received, 0 … 143. first: number of the chunk's first
 * span; a writer counts the spans of an application from 0 and never steps back, whatever its clock does. A span
 * is found as number − first inside the chunk with the greatest first ≤ number, so a merged chunk can replace its
 * parts. One scan reads an hour of an application; one scan reads where a trace is.
 */
export const spanTable: Table = { name: 'span', id: 1, family: 'trace', period: 'day' };
export const traceTable: Table = { name: 'trace', id: 2, family: 'trace', period: 'day' };
export const batchTable: Table = { name: 'batch', id: 6, family: 'trace', period: 'day' };

const key = new Writer(32);

export const hourPartition = (application: Bytes, at: Millis): Bytes => key.bytes(application).u8(hourOf(at)).take();

export const chunkSort = (slot: number, writer: WriterId, first: number): Bytes =>
  key.u8(slot).bytes(writer).u48(first).take();

/** Where the chunks of a slot begin. */
export const slotSort = (slot: number): Bytes => key.u8(slot).take();

/** Behind every number that a writer gives. */
export const LAST_NUMBER = 0xffff_ffff_ffff;

export interface ChunkPlace {
  readonly slot: number;
  readonly writer: WriterId;
  readonly first: number;
}

export function readChunkSort(sort: Bytes): ChunkPlace {
  const view = Buffer.from(sort.buffer, sort.byteOffset, sort.length);
  return {
    slot: view.readUInt8(0),
    writer: sort.slice(1, 1 + WRITER_ID_SIZE),
    first: view.readUIntBE(1 + WRITER_ID_SIZE, 6),
  };
}

export const traceSort = (writer: WriterId, flush: number): Bytes => key.bytes(writer).u48(flush).take();

export const traceSortWriter = (sort: Bytes): WriterId => sort.slice(0, WRITER_ID_SIZE);

const halves = new Uint32Array(2);

/**
 * Hash of a Pinpoint trace id from its parts; start and sequence as signed 64-bit numbers in unsigned halves.
 * `out` holds the hash as two unsigned halves: no text is built for it.
 */
export function hashTraceId(
  agentId: Bytes,
  from: number,
  to: number,
  startHigh: number,
  startLow: number,
  sequenceHigh: number,
  sequenceLow: number,
  out: Uint32Array,
): void {
  hash64(agentId, from, to, out, mixed(startHigh, startLow, sequenceHigh, sequenceLow));
}

function mixed(a: number, b: number, c: number, d: number): number {
  return mix(mix(mix(mix(0x27d4eb2f, a), b), c), d);
}

const mix = (seed: number, word: number): number => Math.imul(seed ^ word, 0x9e3779b1) ^ (seed >>> 15);

/** The partition of a trace's rows. Throws nothing: a text that is no trace id has a partition without rows. */
export function tracePartition(id: TraceId): Bytes {
  const [agentId = '', start, sequence] = id.split('^');
  if (start === undefined || sequence === undefined) {
    const bytes = Buffer.from(id, 'hex');
    hash64(bytes, 0, bytes.length, halves);
  } else {
    const bytes = Buffer.from(agentId);
    const [startHigh, startLow] = words(start);
    const [sequenceHigh, sequenceLow] = words(sequence);
    hashTraceId(bytes, 0, bytes.length, startHigh, startLow, sequenceHigh, sequenceLow, halves);
  }
  return hashPartition(halves[0] as number, halves[1] as number);
}

/** Batches of one slot are dealt out by their hash, so that no single partition takes them all. */
export const BATCH_SHARDS = 16;

export const batchPartition = (slot: number, shard: number): Bytes => key.u8(slot).u8(shard).take();

export const hashPartition = (high: number, low: number): Bytes => key.u32(high).u32(low).take();

function words(decimal: string): [number, number] {
  const value = /^-?\d{1,20}$/.test(decimal) ? BigInt.asUintN(64, BigInt(decimal)) : 0n;
  return [Number(value >> 32n), Number(value & 0xffff_ffffn)];
}
