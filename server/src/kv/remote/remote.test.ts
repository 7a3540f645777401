import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { Failure } from '../../lib/failure.ts';
import { type Day, day } from '../../lib/time.ts';
import type { Op, Table } from '../kv.ts';
import { MemoryKv } from '../memory.ts';
import { packBatch, unpackBatch } from './batch.ts';
import { hostKv } from './host.ts';
import { RemoteKv } from './remote.ts';

const daily: Table = { name: 'daily', id: 1, family: 'trace', period: 'day' };
const forever: Table = { name: 'forever', id: 200, family: 'permanent', period: 'permanent' };
const tables = [daily, forever];
const byId = new Map(tables.map((table) => [table.id, table]));

const { port1, port2 } = new MessageChannel();
const kv = new MemoryKv();
hostKv(kv, tables, port1);
const remote = new RemoteKv(port2, kv.can);
after(() => port1.close());

const bytes = fc.uint8Array({ maxLength: 20 });
const op: fc.Arbitrary<Op> = fc
  .record({ isDaily: fc.boolean(), partition: bytes, sort: bytes, put: fc.option(bytes) })
  .map(({ isDaily, partition, sort, put }) => {
    const row = { table: isDaily ? daily : forever, day: isDaily ? day(20_000) : undefined, partition, sort };
    return put === null ? { ...row, del: true } : { ...row, put };
  });

const plain = (batch: readonly Op[]): unknown =>
  batch.map(({ table, day, partition, sort, ...rest }) => [
    table.name,
    day,
    [...partition],
    [...sort],
    'put' in rest ? [...rest.put] : 'deleted',
  ]);

test('a batch crosses whole and in order', () => {
  fc.assert(
    fc.property(fc.array(op), (batch) => {
      assert.deepEqual(plain(unpackBatch(packBatch(batch), byId)), plain(batch));
    }),
  );
});

test('what one thread writes the other reads: get, scan, swap', async () => {
  const row = (sort: number) => ({
    table: daily,
    day: 20_000 as Day,
    partition: Buffer.from('p'),
    sort: Uint8Array.of(sort),
  });
  await remote.write([1, 2, 3].map((sort) => ({ ...row(sort), put: Uint8Array.of(sort * 10) })));
  assert.deepEqual([...((await remote.get(row(2))) ?? [])], [20]);
  assert.equal(await remote.get(row(9)), undefined);
  const found = await Array.fromAsync(remote.scan(row(0), { reverse: true, limit: 2 }));
  assert.deepEqual(
    found.map(({ value }) => value[0]),
    [30, 20],
  );
  assert.equal(await remote.swap(row(2), Uint8Array.of(20), undefined), true);
  assert.equal(await remote.swap(row(2), Uint8Array.of(20), Uint8Array.of(1)), false);
});

test('a failure keeps its code and detail', async () => {
  const row = { table: daily, day: day(20_000), partition: Buffer.from('p'), sort: Buffer.from('s') };
  const large = new Uint8Array(9 * 1024 * 1024);
  await assert.rejects(
    remote.write([{ ...row, put: large }]),
    (error) => error instanceof Failure && error.code === 'VALUE_TOO_LARGE',
  );
});
