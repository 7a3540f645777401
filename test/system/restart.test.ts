import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Api, lately } from './api.ts';
import { eventually } from './eventually.ts';
import { type RunningServer, startServer } from './server.ts';
import { identityOf, methods, rootSpan, TestAgent, traceIdOf } from './test-agent.ts';

const identity = identityOf('STAYS');
const application = { name: 'STAYS', type: 'NODE' };

const BATCHES = 50;
const BATCH = 200;

describe('a server that is stopped and started again', () => {
  let dataDir: string;
  let server: RunningServer;
  let agent: TestAgent;
  let exitCode: number | null;
  let secondsToStop: number;
  let secondsToBegin: number;
  let secondsToStart: number;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'finepoint-'));
    const began = performance.now();
    const first = await startServer({ dataDir });
    secondsToBegin = (performance.now() - began) / 1000;
    agent = await TestAgent.connect(first.ports, identity);
    await agent.tell(methods.RequestAgentInfo, { hostname: 'stays', agentVersion: '0.8.7', serviceType: 1400 });
    await agent.tell(methods.RequestApiMetaData, { apiId: 1, apiInfo: 'shop.Stays.handle()', line: -1 });
    agent.openPings();
    const batches = Array.from({ length: BATCHES }, (_, batch) => {
      const spans = Array.from({ length: BATCH }, (_, place) => rootSpan(identity, batch * BATCH + place));
      return agent.spans(...spans.map((span) => ({ ...span, apiId: 1 })));
    });
    await Promise.all(batches);
    // Nobody waits for what a stream brings: it must be safe all the same when the server is told to stop.
    const stream = agent.openSpans();
    const { requestSerialize } = methods.SendSpan;
    stream.send(requestSerialize({ field: { case: 'span', value: rootSpan(identity, BATCHES * BATCH) } }));
    await agent.flushed();
    const told = performance.now();
    exitCode = await first.stop();
    secondsToStop = (performance.now() - told) / 1000;
    const asked = performance.now();
    server = await startServer({ dataDir });
    secondsToStart = (performance.now() - asked) / 1000;
  });

  after(async () => {
    await agent.cut();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('stops well and soon, though an agent has streams open', () => {
    assert.equal(exitCode, 0);
    assert.ok(secondsToStop < 5, `${secondsToStop} s`);
  });

  test('is ready again within three seconds, or as soon as without data where the machine is slow', () => {
    assert.ok(secondsToStart < Math.max(3, 1.5 * secondsToBegin), `${secondsToStart} s after ${secondsToBegin} s`);
  });

  test('has every span, those of an open stream too', async () => {
    const api = new Api(server);
    const dots = await api.dots(application, lately());
    assert.equal(dots.length, BATCHES * BATCH + 1);
    const { nodes } = await api.map(application, lately());
    assert.equal(nodes.find(({ key }) => key === 'DEFAULT^STAYS^NODE')?.histogram.total, dots.length);
  });

  test('has names and agents', async () => {
    const api = new Api(server);
    const { rows } = await api.trace(traceIdOf(identity, 7));
    assert.equal(`${rows[0]?.className}.${rows[0]?.title}`, 'Stays.handle()');
    const [listed, ...more] = await api.agents();
    assert.deepEqual(more, []);
    assert.equal(listed?.host, 'stays');
    assert.equal(listed?.received, BATCHES * BATCH + 1);
    assert.equal(listed?.stored, BATCHES * BATCH + 1);
  });

  test('waits for the agents that the stop cut off, and sees them come back', async () => {
    const api = new Api(server);
    const state = async () => (await api.agents())[0]?.state;
    assert.equal(await state(), 'reconnecting');
    const again = await TestAgent.connect(server.ports, identity);
    again.openPings();
    await eventually(state, (now) => assert.equal(now, 'running'), 2_000);
    await again.cut();
  });
});
