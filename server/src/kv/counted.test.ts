import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reading } from '../lib/reading.ts';
import { day } from '../lib/time.ts';
import { kvContract } from './contract.ts';
import { CountedReads } from './counted.ts';
import type { Table } from './kv.ts';
import { MemoryKv } from './memory.ts';

kvContract('counted reads', async () => new CountedReads(new MemoryKv()));

test('rows and bytes count for whoever reads them, and for nobody else', async () => {
  const table: Table = { name: 'daily', id: 1, family: 'trace', period: 'day' };
  const kv = new CountedReads(new MemoryKv());
  const partition = { table, day: day(1), partition: Uint8Array.of(1) };
  await kv.write([1, 2, 3].map((sort) => ({ ...partition, sort: Uint8Array.of(sort), put: new Uint8Array(10) })));
  const [one, all] = [
    { rows: 0, bytes: 0 },
    { rows: 0, bytes: 0 },
  ];
  await Promise.all([
    reading.run(one, () => kv.get({ ...partition, sort: Uint8Array.of(1) })),
    reading.run(all, () => Array.fromAsync(kv.scan(partition))),
    Array.fromAsync(kv.scan(partition)),
  ]);
  assert.deepEqual(
    [one, all],
    [
      { rows: 1, bytes: 10 },
      { rows: 3, bytes: 30 },
    ],
  );
});
