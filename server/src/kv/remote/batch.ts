import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import type { Day } from '../../lib/time.ts';
import type { Op, Table } from '../kv.ts';

/**
 * A batch as one buffer, which is handed from thread to thread without a copy:
 *
 *     { [table:1][kind:1][day:4][partition:4][sort:4][value:4][partition][sort][value] }
 *
 * Sizes and day are little-endian; kind 1 is a put, 0 a delete; day −1 is none.
 */
const HEAD = 18;
const NO_DAY = -1;

export function packBatch(batch: readonly Op[]): Bytes {
  let size = 0;
  for (const op of batch) size += HEAD + op.partition.length + op.sort.length + ('put' in op ? op.put.length : 0);
  // A buffer of its own: one from Node's pool cannot be transferred.
  const packed = Buffer.from(new ArrayBuffer(size));
  let at = 0;
  for (const op of batch) {
    const value = 'put' in op ? op.put : undefined;
    packed[at] = op.table.id;
    packed[at + 1] = value === undefined ? 0 : 1;
    packed.writeInt32LE(op.day ?? NO_DAY, at + 2);
    packed.writeUInt32LE(op.partition.length, at + 6);
    packed.writeUInt32LE(op.sort.length, at + 10);
    packed.writeUInt32LE(value?.length ?? 0, at + 14);
    at += HEAD;
    for (const part of value === undefined ? [op.partition, op.sort] : [op.partition, op.sort, value]) {
      packed.set(part, at);
      at += part.length;
    }
  }
  return packed;
}

/** The batch again; keys and values are views of the buffer. */
export function unpackBatch(packed: Bytes, tables: ReadonlyMap<number, Table>): Op[] {
  const buffer = Buffer.from(packed.buffer, packed.byteOffset, packed.length);
  const batch: Op[] = [];
  let at = 0;
  const take = (size: number): Bytes => {
    at += size;
    return buffer.subarray(at - size, at);
  };
  while (at < buffer.length) {
    const table = tables.get(buffer[at] as number);
    if (table === undefined) throw new Failure('INTERNAL', 'a batch names an unknown table');
    const isPut = buffer[at + 1] === 1;
    const day = buffer.readInt32LE(at + 2);
    const partitionSize = buffer.readUInt32LE(at + 6);
    const sortSize = buffer.readUInt32LE(at + 10);
    const valueSize = buffer.readUInt32LE(at + 14);
    at += HEAD;
    const row = {
      table,
      day: day === NO_DAY ? undefined : (day as Day),
      partition: take(partitionSize),
      sort: take(sortSize),
    };
    batch.push(isPut ? { ...row, put: take(valueSize) } : { ...row, del: true });
  }
  return batch;
}
