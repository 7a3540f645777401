import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import { asFailure } from '../../lib/failure.ts';
import type { Entry, Kv, Partition, Table } from '../kv.ts';
import { unpackBatch } from './batch.ts';
import { type Answer, type Channel, isKv, type Request, type Where } from './protocol.ts';

/** Entries that one scan from another thread may answer; such scans are for small partitions. */
const SCAN_LIMIT = 100_000;

/** Serves a store to another thread, which holds a `RemoteKv` at the other end of the channel. */
export function hostKv(kv: Kv, tables: readonly Table[], channel: Channel): void {
  const byId = new Map(tables.map((table) => [table.id, table]));
  const answer = async (request: Request): Promise<unknown> => {
    if (request.kv === 'write') return kv.write(unpackBatch(request.batch, byId));
    const partition = partitionOf(request.where, byId);
    switch (request.kv) {
      case 'get':
        return kv.get({ ...partition, sort: request.sort });
      case 'scan':
        return collect(kv.scan(partition, { ...request.range, limit: request.range.limit ?? SCAN_LIMIT }));
      case 'swap':
        return kv.swap({ ...partition, sort: request.sort }, request.expected, request.next);
    }
  };
  channel.on('message', (message: unknown) => {
    if (!isKv(message) || message.kv === 'done' || message.kv === 'failed') return;
    const { id } = message;
    answer(message).then(
      (result) => channel.postMessage({ kv: 'done', id, result } satisfies Answer),
      (error) => {
        const { code, detail } = asFailure(error);
        channel.postMessage({ kv: 'failed', id, code, detail } satisfies Answer);
      },
    );
  });
}

function partitionOf({ table, day, partition }: Where, tables: ReadonlyMap<number, Table>): Partition {
  const known = tables.get(table);
  if (known === undefined) throw new Error(`no table ${table}`);
  return { table: known, day, partition };
}

async function collect(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const all: Entry[] = [];
  // Copies: a view would take the whole buffer that it is part of across with it.
  for await (const { sort, value } of entries) all.push({ sort: copy(sort), value: copy(value) });
  return all;
}

const copy = (bytes: Bytes): Bytes => (bytes.length === 0 ? EMPTY : new Uint8Array(bytes));
