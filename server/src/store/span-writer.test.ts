import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kv, Op } from '../kv/kv.ts';
import { MemoryKv } from '../kv/memory.ts';
import { Failure } from '../lib/failure.ts';
import { total } from '../lib/histogram.ts';
import { DAY, dayOf, HOUR, MINUTE, type Millis, millis, SLOT } from '../lib/time.ts';
import { type Agent, type Application, applicationHash } from './application.ts';
import { MapStore } from './map/store.ts';
import { ScatterStore } from './scatter/store.ts';
import { SpanFacts } from './span/facts.ts';
import { hashTraceId } from './span/keys.ts';
import type { TraceId } from './span/span.ts';
import { SpanStore } from './span/store.ts';
import { SpanWriter } from './span-writer.ts';
import { newWriterId } from './writer-id.ts';

const application: Application = { service: 'DEFAULT', name: 'shop', type: 1210 };
const agent: Agent = { application, agentId: 'shop-1', agentName: 'shop-1', startTime: 5 };

/** Half an hour before midnight of some day. */
const EVENING = millis(20_000 * DAY - 30 * MINUTE);

/** A root PSpan of trace `shop-1^5^sequence` by hand: version, transaction id, span id, parent -1. */
function spanBytes(sequence: number): Uint8Array {
  const id = Buffer.from('shop-1');
  const transaction = Buffer.concat([Buffer.from([0x0a, id.length]), id, Buffer.from([0x10, 5, 0x18, sequence])]);
  const span = Buffer.concat([
    Buffer.from([0x08, 1, 0x12, transaction.length]),
    transaction,
    Buffer.from([0x19, sequence, 0, 0, 0, 0, 0, 0, 0, 0x21, ...Buffer.alloc(8, 0xff)]),
  ]);
  return Buffer.concat([Buffer.from([0x0a, span.length]), span]);
}

const halves = new Uint32Array(2);

function add(writer: SpanWriter, sequence: number, at: Millis, elapsed = 10): void {
  const facts = new SpanFacts();
  facts.bytes = spanBytes(sequence);
  facts.to = facts.bytes.length;
  facts.agent = agent;
  facts.receivedAt = at;
  facts.isSpan = facts.isRoot = true;
  facts.elapsed = elapsed;
  facts.serviceType = 1010;
  facts.applicationType = 1210;
  const id = Buffer.from('shop-1');
  hashTraceId(id, 0, id.length, 0, 5, 0, sequence, halves);
  facts.traceHash.set(halves);
  writer.add(facts);
}

async function open(kv: Kv = new MemoryKv()) {
  const spans = new SpanStore(kv, async (hash) =>
    Buffer.compare(hash, applicationHash(application)) === 0 ? application : undefined,
  );
  return {
    writer: new SpanWriter(kv, newWriterId(millis(1))),
    spans,
    dots: new ScatterStore(kv),
    map: new MapStore(kv),
  };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function dotsOf({ dots }: Opened, from: number, to: number): Promise<number[]> {
  const times: number[] = [];
  for await (const row of dots.read(application, millis(from), millis(to))) {
    for (const time of row.dots.time) if (time >= from && time < to) times.push(time);
  }
  return times.sort((a, b) => a - b);
}

async function counted({ map }: Opened, from: number, to: number): Promise<number> {
  const { responses } = await map.stretch(application, millis(from), millis(to), MINUTE);
  return [...responses.values()].reduce((sum, histogram) => sum + total(histogram), 0);
}

test('a span that is durable is a dot, a count and a trace', async () => {
  const store = await open();
  add(store.writer, 1, EVENING);
  await store.writer.durable();
  assert.deepEqual(await dotsOf(store, EVENING, EVENING + 1), [EVENING]);
  assert.equal(await counted(store, EVENING, EVENING + MINUTE), 1);
  const { parts } = await store.spans.trace('shop-1^5^1' as TraceId, [dayOf(EVENING)]);
  assert.equal(parts.length, 1);
  assert.equal(parts[0]?.message.spanId, 1n);
  assert.deepEqual(parts[0]?.agent, agent);
});

test('counts equal dots equal spans across flushes, minutes, slots and midnight', async () => {
  const store = await open();
  const times = Array.from({ length: 100 }, (_, at) => millis(EVENING + at * 41_000));
  for (const [at, time] of times.entries()) {
    add(store.writer, at + 1, time);
    if (at % 7 === 0) await store.writer.durable();
  }
  await store.writer.durable();
  const to = EVENING + 2 * HOUR;
  assert.deepEqual(await dotsOf(store, EVENING, to), times);
  assert.equal(await counted(store, EVENING, to), 100);
  for (const [at, time] of times.entries()) {
    const { parts } = await store.spans.trace(`shop-1^5^${at + 1}` as TraceId, [dayOf(time)]);
    assert.deepEqual(
      parts.map(({ receivedAt }) => receivedAt),
      [time],
      `trace ${at + 1}`,
    );
  }
});

test('a clock that steps back loses nothing and counts nothing twice', async () => {
  const store = await open();
  const times = [0, 1, -SLOT, 2, -SLOT + 1, -HOUR, 3].map((step) => millis(EVENING + step));
  for (const [at, time] of times.entries()) {
    add(store.writer, at + 1, time);
    if (at % 2 === 0) await store.writer.durable();
  }
  await store.writer.durable();
  assert.equal((await dotsOf(store, EVENING - 2 * HOUR, EVENING + HOUR)).length, times.length);
  assert.equal(await counted(store, EVENING - 2 * HOUR, EVENING + HOUR), times.length);
  for (const [at, time] of times.entries()) {
    const { parts } = await store.spans.trace(`shop-1^5^${at + 1}` as TraceId, [dayOf(time)]);
    assert.equal(parts.length, 1, `trace ${at + 1}`);
  }
});

test('two writers of one application do not collide', async () => {
  const kv = new MemoryKv();
  const [one, other] = [await open(kv), await open(kv)];
  add(one.writer, 1, EVENING);
  add(other.writer, 2, EVENING);
  await Promise.all([one.writer.durable(), other.writer.durable()]);
  assert.equal((await dotsOf(one, EVENING, EVENING + 1)).length, 2);
  assert.equal(await counted(one, EVENING, EVENING + MINUTE), 2);
});

test('a batch that the storage refuses is written again, and nobody is told it is durable before', async () => {
  const kv = new MemoryKv();
  let refusals = 2;
  const write = kv.write.bind(kv);
  kv.write = (batch: readonly Op[]): Promise<void> =>
    refusals-- > 0 ? Promise.reject(new Error('disk full')) : write(batch);
  const store = await open(kv);
  add(store.writer, 1, EVENING);
  assert.ok(store.writer.waiting > 0);
  await store.writer.durable();
  assert.equal(refusals, -1);
  assert.equal(store.writer.waiting, 0);
  assert.equal((await dotsOf(store, EVENING, EVENING + 1)).length, 1);
  assert.equal(await counted(store, EVENING, EVENING + MINUTE), 1);
});

test('a closed writer has made durable what it took, and takes no more', async () => {
  const store = await open();
  add(store.writer, 1, EVENING);
  await store.writer[Symbol.asyncDispose]();
  assert.equal((await dotsOf(store, EVENING, EVENING + 1)).length, 1);
  assert.throws(
    () => add(store.writer, 2, EVENING),
    (error) => error instanceof Failure && error.code === 'STORE_CLOSED',
  );
});

test('a reader that follows sees each dot once, from any number of writers', async () => {
  const kv = new MemoryKv();
  const [one, other] = [await open(kv), await open(kv)];
  add(one.writer, 1, EVENING);
  await one.writer.durable();
  const tail = await one.dots.tail(application, EVENING);
  const seen: number[] = [];
  for (let round = 0; round < 4; round++) {
    add(one.writer, 10 + round, millis(EVENING + round * 10));
    if (round % 2 === 1) add(other.writer, 20 + round, millis(EVENING + round * 10 + 1));
    await Promise.all([one.writer.durable(), other.writer.durable()]);
    for await (const { dots } of one.dots.follow(tail, millis(EVENING + round * 10 + 5))) seen.push(...dots.time);
  }
  assert.deepEqual(
    seen.map((time) => time - EVENING).sort((a, b) => a - b),
    [0, 10, 11, 20, 30, 31],
  );
});
