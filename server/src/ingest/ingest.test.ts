import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSpans } from '../../../test/captures/spans.ts';
import type { Op } from '../kv/kv.ts';
import { MemoryKv } from '../kv/memory.ts';
import { Failure } from '../lib/failure.ts';
import { MINUTE, type Millis, millis } from '../lib/time.ts';
import { ApplicationStore } from '../store/agent/application-store.ts';
import { AgentStore } from '../store/agent/store.ts';
import { MetadataStore } from '../store/metadata/store.ts';
import { Gate } from '../store/retention/gate.ts';
import { ScatterStore } from '../store/scatter/store.ts';
import { BatchStore } from '../store/span/batch-store.ts';
import { SpanWriter } from '../store/span-writer.ts';
import { newWriterId } from '../store/writer-id.ts';
import { Agents } from './agents.ts';
import { Ingest } from './ingest.ts';
import { Repeats } from './repeats.ts';

const NOW = millis(1_800_000_000_000);
const application = { service: 'DEFAULT', name: 'JAVA-BACK', type: 1210 };

/** A collector's inside on a store; `clock` may be moved. */
function open(kv = new MemoryKv(), clock = { now: NOW as number }, alone = true) {
  const time = (): Millis => millis(clock.now);
  const writerId = newWriterId(time());
  const agents = new Agents(
    new AgentStore(kv, writerId, time),
    new ApplicationStore(kv),
    new MetadataStore(kv, time),
    time,
  );
  const writer = new SpanWriter(kv, writerId);
  const gate = new Gate();
  const options = { clock: time, policy: 'mask', bytesInFlight: 1024 * 1024, gate } as const;
  const repeats = new Repeats(new BatchStore(kv), time, alone);
  const ingest = new Ingest(writer, agents, repeats, options);
  const agent = agents.enter({ application, agentId: 'java-back-1', agentName: 'java-back-1', startTime: 1 });
  return { kv, clock, gate, agents, ingest, repeats, agent };
}

const spans = readSpans('java-agent')
  .filter(({ agentId }) => agentId === 'java-back-1')
  .slice(0, 5);

/** A PSpanMessageBatch of these messages; a new copy each time, since masking writes into it. */
const batchOf = (messages: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(
    messages.flatMap((message) => {
      const size = message.length < 0x80 ? [message.length] : [(message.length & 0x7f) | 0x80, message.length >> 7];
      return [Buffer.from([0x0a, ...size]), message];
    }),
  );
const batch = (): Uint8Array => batchOf(spans.map(({ raw }) => raw));

async function dots(kv: MemoryKv): Promise<number> {
  let count = 0;
  for await (const row of new ScatterStore(kv).read(application, millis(NOW - MINUTE), millis(NOW + 30 * MINUTE))) {
    count += row.dots.time.length;
  }
  return count;
}

test('a batch that comes again counts once', async () => {
  const { kv, ingest, agent } = open();
  const [first, second] = await Promise.all([ingest.spanBatch(agent, batch()), ingest.spanBatch(agent, batch())]);
  await ingest.spanBatch(agent, batch());
  assert.deepEqual([first.rejected, second.rejected], [0, 0]);
  const stored = await dots(kv);
  assert.ok(stored > 0 && stored <= spans.length);
  assert.equal(agent.received, spans.length);
});

test('a batch that was stored before a kill, and comes again to the process after it, counts once', async () => {
  const before = open();
  await before.ingest.spanBatch(before.agent, batch());
  const stored = await dots(before.kv);
  const after = open(before.kv);
  await after.repeats.load();
  await after.ingest.spanBatch(after.agent, batch());
  assert.equal(await dots(before.kv), stored);
});

test('a batch that another receiver stored a moment ago counts once', async () => {
  const one = open(undefined, undefined, false);
  const other = open(one.kv, one.clock, false);
  await other.repeats.load();
  await one.ingest.spanBatch(one.agent, batch());
  const stored = await dots(one.kv);
  await other.ingest.spanBatch(other.agent, batch());
  assert.equal(await dots(one.kv), stored);
});

test('the same bytes an hour later are another batch', async () => {
  const { kv, clock, ingest, agent } = open();
  await ingest.spanBatch(agent, batch());
  const stored = await dots(kv);
  clock.now += 11 * MINUTE;
  await ingest.spanBatch(agent, batch());
  assert.equal(await dots(kv), stored * 2);
});

test('a message that cannot be read is rejected alone, with its reason, and counted for its agent', async () => {
  const { ingest, agent } = open();
  const taken = await ingest.spanBatch(
    agent,
    batchOf([...spans.map(({ raw }) => raw), Buffer.from([0x0a, 0x02, 0x08, 0x07])]),
  );
  assert.equal(taken.rejected, 1);
  assert.match(taken.reason, /version 7/);
  assert.deepEqual([...agent.rejected], [['VERSION_UNKNOWN', 1]]);
  assert.equal(agent.stored, spans.length);
});

test('a batch that is no protobuf is refused as a whole', async () => {
  const { ingest, agent } = open();
  await assert.rejects(ingest.spanBatch(agent, Buffer.from('not protobuf')), Failure);
});

test('while the storage takes nothing, batches are refused and streams are told to wait', async () => {
  const { kv, ingest, agent } = open();
  const write = kv.write.bind(kv);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  kv.write = async (ops: readonly Op[]): Promise<void> => {
    await held;
    return write(ops);
  };
  for (let at = 0; !ingest.busy; at++) {
    ingest.span(agent, Uint8Array.from(spans[at % spans.length]?.raw ?? []));
    assert.ok(at < 100_000, 'it never says that it is busy');
  }
  await assert.rejects(
    ingest.spanBatch(agent, batch()),
    (error) => error instanceof Failure && error.code === 'SERVER_BUSY',
  );
  release();
  await ingest.room();
  assert.equal((await ingest.spanBatch(agent, batch())).rejected, 0);
});

test('while the disk is nearly full, batches are refused and messages of streams wait; then both are taken', async () => {
  const { kv, gate, ingest, agent } = open();
  gate.set('names');
  await assert.rejects(
    ingest.spanBatch(agent, batch()),
    (error) => error instanceof Failure && error.code === 'DISK_LOW' && error.grpc === 8,
  );
  const waiting = spans.map(({ raw }) => ingest.streamed(agent, Uint8Array.from(raw)));
  assert.ok(waiting.every((one) => one instanceof Promise));
  assert.equal(agent.received, 0);
  gate.set('all');
  await Promise.all(waiting);
  assert.equal(agent.stored, spans.length);
  await ingest.durable(agent);
  const stored = await dots(kv);
  assert.equal(ingest.streamed(agent, Uint8Array.from(spans[0]?.raw ?? [])), undefined);
  assert.equal((await ingest.spanBatch(agent, batch())).rejected, 0);
  assert.ok(stored > 0 && (await dots(kv)) > stored);
});
