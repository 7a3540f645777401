import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  PAgentInfoSchema,
  PApiMetaDataSchema,
  PCmdActiveThreadCountResSchema,
  PCmdActiveThreadDumpResSchema,
  PCmdEchoResponseSchema,
  PCmdMessageSchema,
  PSpanMessageBatchSchema,
} from '@finepoint/wire';
import { TestCollector } from '../collector.test-data.ts';
import type { Metadata, SpanMessage } from '../outgoing.ts';
import { Agent } from './agent.ts';
import type { Language } from './identity.ts';
import { Ledger } from './ledger.ts';

const span = (spanId: bigint): SpanMessage => ({
  field: { case: 'span', value: { version: 1, transactionId: { sequence: spanId }, spanId } },
});
const api: Metadata = { kind: 'api', message: { apiId: 1, apiInfo: 'Servlet Process', type: 100 } };

async function collect(t: TestContext) {
  const collector = await TestCollector.start();
  t.after(() => collector.stop());
  return collector;
}

function connect(t: TestContext, language: Language, { address }: Awaited<ReturnType<typeof collect>>) {
  const sent = new Ledger().of('a-1');
  const identity = {
    language,
    application: 'a',
    agentId: 'a-1',
    agentName: 'a-1',
    startTime: Date.now(),
    hostname: 'a-1',
    ip: '10.0.0.1',
    pid: 1,
    libraries: ['lib.jar'],
  };
  const agent = new Agent(identity, address, sent, { next: () => 0.5 });
  t.after(() => agent.stop());
  return { agent, sent };
}

/** Waits until it is so, at most 10 s. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo(); await sleep(20))
    assert.ok(Date.now() < end, `${what}: not within 10 s`);
}

describe('an agent', () => {
  test('opens its session, asks for commands, and says who it is: Java in steps, a secret among its arguments', async (t) => {
    const collector = await collect(t);
    connect(t, 'java', collector);
    await until(() => collector.messages(PAgentInfoSchema).length === 3, 'three agent infos');
    assert.equal(collector.of('PingSession')[0]?.messages.length, 1);
    assert.equal(collector.of('HandleCommandV2').length, 1);
    const [first, , last] = collector.messages(PAgentInfoSchema);
    assert.equal(first?.serverMetaData?.serverInfo, '');
    assert.equal(last?.serverMetaData?.serverInfo, 'Finepoint demo (simulated)');
    assert.ok(last?.serverMetaData?.vmArg.some((argument) => /password=./.test(argument)));
  });

  test('shakes hands first where its command stream is the older one', async (t) => {
    const collector = await collect(t);
    connect(t, 'node', collector);
    await until(() => collector.messages(PCmdMessageSchema).length > 0, 'a handshake');
    const [{ message } = {}] = collector.messages(PCmdMessageSchema);
    assert.deepEqual(message?.case === 'handshakeMessage' && message.value.supportCommandServiceKey, [710, 730]);
  });

  test('sends metadata before the span that refers to it', async (t) => {
    const collector = await collect(t);
    const { agent, sent } = connect(t, 'java', collector);
    agent.send([api], span(1n));
    await until(() => sent.acknowledged === 1, 'a span');
    const order = collector.calls.map(({ rpc }) => rpc);
    assert.equal(collector.messages(PApiMetaDataSchema).length, 1);
    assert.ok(order.indexOf('RequestApiMetaData') < order.indexOf('SendSpanBatch'));
  });

  test('collects spans into batches of up to 20, and counts what was acknowledged', async (t) => {
    const collector = await collect(t);
    const { agent, sent } = connect(t, 'java', collector);
    for (let id = 1n; id <= 50n; id++) agent.send([], span(id));
    await until(() => sent.acknowledged === 50, '50 spans');
    assert.deepEqual(
      collector.messages(PSpanMessageBatchSchema).map((batch) => batch.span.length),
      [20, 20, 10],
    );
    assert.equal(sent.lost, 0);
  });

  test('sends what it has before it ends, and half-closes its session if its language does', async (t) => {
    const collector = await collect(t);
    const { agent, sent } = connect(t, 'java', collector);
    await until(() => collector.of('PingSession').length === 1, 'a session');
    agent.send([api], span(1n));
    await agent.stop();
    assert.equal(sent.acknowledged, 1);
    assert.equal(collector.of('PingSession')[0]?.ended, 'half-closed');
  });

  test('cuts its session if its language does not say goodbye', async (t) => {
    const collector = await collect(t);
    const { agent } = connect(t, 'python', collector);
    await until(() => collector.of('PingSession').length === 1, 'a session');
    await agent.stop();
    await until(() => collector.of('PingSession')[0]?.ended === 'cut', 'a cut session');
  });
});

describe('a command', () => {
  test('echo comes back with its number', async (t) => {
    const collector = await collect(t);
    connect(t, 'go', collector);
    await until(() => collector.messages(PCmdMessageSchema).length > 0, 'a handshake');
    collector.command('a-1', { requestId: 7, command: { case: 'commandEcho', value: { message: 'hello' } } });
    await until(() => collector.messages(PCmdEchoResponseSchema).length > 0, 'an echo');
    const [echo] = collector.messages(PCmdEchoResponseSchema);
    assert.deepEqual([echo?.commonResponse?.responseId, echo?.message], [7, 'hello']);
  });

  test('active thread count counts requests under way, each second', async (t) => {
    const collector = await collect(t);
    const { agent } = connect(t, 'java', collector);
    const now = Date.now();
    agent.serve({
      uriTemplate: '/',
      start: now - 10,
      end: now + 60_000,
      failed: false,
      isNew: true,
      transactionId: 'a^1^1',
    });
    await until(() => collector.of('HandleCommandV2').length > 0, 'a command stream');
    collector.command('a-1', { requestId: 8, command: { case: 'commandActiveThreadCount', value: {} } });
    await until(() => collector.messages(PCmdActiveThreadCountResSchema).length >= 2, 'two counts');
    const [first, second] = collector.messages(PCmdActiveThreadCountResSchema);
    assert.deepEqual(first?.activeThreadCount, [1, 0, 0, 0]);
    assert.deepEqual([first?.commonStreamResponse?.sequenceId, second?.commonStreamResponse?.sequenceId], [1, 2]);
  });

  test('a thread dump shows the requests under way, or only those asked for', async (t) => {
    const collector = await collect(t);
    const { agent } = connect(t, 'java', collector);
    const now = Date.now();
    for (const number of [1, 2]) {
      agent.serve({
        uriTemplate: `/${number}`,
        start: now + number,
        end: now + 60_000,
        failed: false,
        isNew: true,
        transactionId: `a^1^${number}`,
      });
    }
    await until(() => collector.of('HandleCommandV2').length > 0, 'a command stream');
    const localTraceId = [2n];
    collector.command('a-1', { requestId: 9, command: { case: 'commandActiveThreadDump', value: { localTraceId } } });
    await until(() => collector.messages(PCmdActiveThreadDumpResSchema).length > 0, 'a dump');
    const [dump] = collector.messages(PCmdActiveThreadDumpResSchema);
    assert.deepEqual(
      dump?.threadDump.map(({ entryPoint }) => entryPoint),
      ['/2'],
    );
    assert.ok((dump?.threadDump[0]?.threadDump?.stackTrace.length ?? 0) > 0);
  });

  test('that Python cannot do is refused on the command stream', async (t) => {
    const collector = await collect(t);
    connect(t, 'python', collector);
    await until(() => collector.of('HandleCommandV2').length > 0, 'a command stream');
    collector.command('a-1', { requestId: 10, command: { case: 'commandActiveThreadDump', value: {} } });
    await until(() => collector.messages(PCmdMessageSchema).length > 0, 'a refusal');
    const [{ message } = {}] = collector.messages(PCmdMessageSchema);
    assert.equal(message?.case, 'failMessage');
    assert.deepEqual(message?.value, { ...message?.value, responseId: 10, message: 'NOT_SUPPORTED_REQUEST' });
  });
});

test('an agent finds a collector that was restarted, and says its name again only in headers', async (t) => {
  const collector = await collect(t);
  const { agent, sent } = connect(t, 'python', collector);
  await until(() => collector.messages(PAgentInfoSchema).length === 1, 'an agent info');
  collector.stop();
  agent.send([], span(1n));
  const again = await TestCollector.start(collector.address.agentPort);
  t.after(() => again.stop());
  await until(() => sent.acknowledged === 1, 'the span of the outage');
  await until(() => again.of('PingSession').length === 1, 'a new session');
  assert.equal(again.messages(PAgentInfoSchema).length, 0);
});

test('what waits for a lost collector is bounded, and what had to go is counted', async (t) => {
  const collector = await collect(t);
  const { agent, sent } = connect(t, 'python', collector);
  collector.stop();
  for (let id = 1n; id <= 1500n; id++) agent.send(id === 1n ? [api] : [], span(id));
  assert.equal(sent.lost, 499);
  await agent.stop();
  assert.equal(sent.lost, 1500);
});
