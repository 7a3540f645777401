import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryKv } from '../../kv/memory.ts';
import { day, millis } from '../../lib/time.ts';
import { Chunk, ChunkBuilder } from '../span/chunk.ts';
import { chunkSort, hourPartition, readChunkSort, spanTable } from '../span/keys.ts';
import { newWriterId } from '../writer-id.ts';
import { chunkRepacking } from './chunks.ts';
import { repack } from './repack.ts';

const sender = { agentId: 'shop-1', agentName: 'shop-1', startTime: 5 };
const writer = newWriterId(millis(1));
const of = { day: day(20_000), partition: hourPartition(new Uint8Array(8), millis(0)), slot: 3, writer };
const place = { table: spanTable, day: of.day, partition: of.partition };

/** Puts a chunk of messages, each of which says its own number. */
async function put(kv: MemoryKv, first: number, count: number, size = 4): Promise<void> {
  const chunk = new ChunkBuilder(millis(1_000));
  for (let at = 0; at < count; at++) {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(first + at, 0);
    chunk.add(sender, millis(1_000 + first + at), bytes, 0, size);
  }
  await kv.write([{ ...place, sort: chunkSort(of.slot, writer, first), put: chunk.encode() }]);
}

const rowsOf = async (kv: MemoryKv) =>
  (await Array.fromAsync(kv.scan(place))).map(({ sort, value }) => ({ first: readChunkSort(sort).first, value }));

/** Finds a message as readers do: in the row with the greatest first number that is not behind its own. */
async function find(kv: MemoryKv, number: number): Promise<number | undefined> {
  const row = (await rowsOf(kv)).findLast(({ first }) => first <= number);
  const message = row && new Chunk(row.value).message(number - row.first);
  return message && Buffer.from(message.bytes).readUInt32BE(0);
}

for (const dictionary of [false, true]) {
  const chunks = chunkRepacking({ level: 6, dictionary });

  test(`numbers keep their messages, also behind gaps, ${dictionary ? 'with' : 'without'} a dictionary`, async () => {
    const kv = new MemoryKv();
    for (let first = 10; first < 310; first += 50) await put(kv, first, 50, 500);
    await put(kv, 310, 5, 6_000);
    await put(kv, 400, 50);
    await repack(kv, of, chunks);
    assert.equal((await rowsOf(kv)).length, 1);
    for (const number of [10, 309, 310, 314, 400, 449]) assert.equal(await find(kv, number), number);
    for (const number of [9, 315, 399, 450]) assert.equal(await find(kv, number), undefined);
    assert.equal(await repack(kv, of, chunks), false);
    assert.equal((await rowsOf(kv)).length, 1);
  });
}

const chunks = chunkRepacking({ level: 6, dictionary: false });

test('a damaged row stays where it is, and its neighbours are joined without it', async () => {
  const kv = new MemoryKv();
  for (const first of [0, 10, 20, 30, 40]) await put(kv, first, 10);
  const [, , damaged] = await rowsOf(kv);
  assert.ok(damaged);
  const value = Uint8Array.from(damaged.value);
  value.fill(0xff, value.length - 5);
  await kv.write([{ ...place, sort: chunkSort(of.slot, writer, 20), put: value }]);
  await repack(kv, of, chunks);
  assert.deepEqual(
    (await rowsOf(kv)).map(({ first }) => first),
    [0, 20, 30],
  );
  for (const number of [5, 15, 35, 45]) assert.equal(await find(kv, number), number);
  assert.deepEqual((await rowsOf(kv))[1]?.value, value);
});

test('a part that is put again after it was joined is taken away', async () => {
  const kv = new MemoryKv();
  await put(kv, 0, 10);
  await put(kv, 10, 10);
  await repack(kv, of, chunks);
  await put(kv, 10, 10);
  await put(kv, 20, 10);
  await repack(kv, of, chunks);
  assert.deepEqual(
    (await rowsOf(kv)).map(({ first }) => first),
    [0],
  );
  for (const number of [5, 15, 25]) assert.equal(await find(kv, number), number);
});

test('joined rows stay below a mebibyte of raw bytes, and joining them again changes nothing', async () => {
  const kv = new MemoryKv();
  for (let first = 0; first < 400; first += 2) await put(kv, first, 2, 10_000);
  await repack(kv, of, chunks);
  const rows = await rowsOf(kv);
  assert.equal(rows.length, 4);
  for (const { value } of rows) assert.ok(new Chunk(value).size <= 1024 * 1024);
  await repack(kv, of, chunks);
  assert.deepEqual(await rowsOf(kv), rows);
  for (const number of [0, 199, 200, 399]) assert.equal(await find(kv, number), number);
});

test('a chunk that came with large frames stays as it is, and its neighbours are joined without it', async () => {
  const kv = new MemoryKv();
  for (const first of [0, 10, 120, 130]) await put(kv, first, 10);
  await put(kv, 20, 100, 2_000);
  const [, , large] = await rowsOf(kv);
  assert.equal(await repack(kv, of, chunks), false);
  const rows = await rowsOf(kv);
  assert.deepEqual(
    rows.map(({ first }) => first),
    [0, 20, 120],
  );
  assert.deepEqual(rows[1], large);
  for (const number of [5, 15, 25, 119, 125, 139]) assert.equal(await find(kv, number), number);
});
