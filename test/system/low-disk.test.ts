import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, lately } from './api.ts';
import { eventually } from './eventually.ts';
import { type RunningServer, startServer } from './server.ts';
import { noSmallDisk, SmallDisk } from './small-disk.ts';
import { identityOf, methods, rootSpan, TestAgent, traceIdOf } from './test-agent.ts';

const RESOURCE_EXHAUSTED = 8;
/** What makes agents send metadata again. */
const UNAVAILABLE = 14;
const identity = identityOf('FILLS');
const application = { name: 'FILLS', type: 'NODE' };
const streamed = (sequence: number): Buffer =>
  methods.SendSpan.requestSerialize({ field: { case: 'span', value: rootSpan(identity, sequence) } });

describe('on a disk with less room than must stay free', () => {
  let server: RunningServer;
  let api: Api;
  let agent: TestAgent;

  before(async () => {
    server = await startServer({ env: { FINEPOINT_MIN_FREE: '9000000' } });
    api = new Api(server);
    agent = await TestAgent.connect(server.ports, identity);
  });

  after(async () => {
    await agent.cut();
    assert.equal(await server.stop(), 0);
  });

  test('a batch of spans is refused so that it can be sent again, with the reason', async () => {
    const { status, message } = await agent.spans(rootSpan(identity, 1));
    assert.equal(status, RESOURCE_EXHAUSTED);
    assert.match(message, /nearly full/);
  });

  test('so are exceptions, and names where there is next to nothing left', async () => {
    const { status } = await agent.tell(methods.RequestExceptionMetaData, { transactionId: { agentId: 'fills-1' } });
    assert.equal(status, UNAVAILABLE);
    const named = await agent.tell(methods.RequestApiMetaData, { apiId: 1, apiInfo: 'a()' });
    assert.equal(named.status, UNAVAILABLE);
  });

  test('a stream is neither read nor ended; a ping session is served', async () => {
    const stream = agent.openSpans();
    stream.send(streamed(2));
    const pings = agent.openPings();
    pings.send(methods.PingSession.requestSerialize({}));
    await pings.answered(1);
    assert.equal(pings.answers.length, 1);
    const ended = await Promise.race([stream.outcome.then(() => true), sleep(300).then(() => false)]);
    assert.equal(ended, false);
  });

  test('pages are served: who is there, what was refused and why, how full it is', async () => {
    await eventually(
      () => api.agents(),
      ([shown]) => {
        assert.equal(shown?.state, 'running');
        assert.equal(shown?.stored, 0);
        assert.ok((shown?.rejected.DISK_LOW ?? 0) === 3, JSON.stringify(shown?.rejected));
      },
    );
    assert.deepEqual(await api.dots(application, lately()).catch(() => []), []);
    const { guard, why, free, minFree } = await api.storage();
    assert.deepEqual([guard, why], ['closed', 'disk']);
    assert.ok(free < minFree);
  });

  test('and so are metrics', async () => {
    const response = await fetch(`${server.ui}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const lines = (await response.text()).split('\n');
    assert.ok(lines.includes('finepoint_guard_closed{why="disk"} 1'));
    for (const line of lines)
      assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [-+.\deInfNa]+|)$/);
  });
});

describe('on a disk that somebody else fills and empties again', { skip: noSmallDisk }, () => {
  let disk: SmallDisk;
  let server: RunningServer;
  let api: Api;
  let agent: TestAgent;

  const guard = (state: 'open' | 'closed') =>
    eventually(
      () => api.storage(),
      (shown) => assert.equal(shown.guard, state),
    );

  before(async () => {
    disk = SmallDisk.mount(96);
    // 20.5 MiB must stay free.
    const env = { FINEPOINT_MIN_FREE: '0.02' };
    server = await startServer({ dataDir: join(disk.path, 'data'), env });
    api = new Api(server);
    agent = await TestAgent.connect(server.ports, identity);
  });

  after(async () => {
    await agent?.cut();
    await server?.stop();
    disk?.unmount();
  });

  test('spans are taken while there is room', async () => {
    assert.equal((await agent.spans(rootSpan(identity, 1))).status, 0);
    await guard('open');
  });

  test('then they are refused, while names are taken and what is stored can be seen', async () => {
    await disk.leave(15);
    await guard('closed');
    assert.equal((await agent.spans(rootSpan(identity, 2))).status, RESOURCE_EXHAUSTED);
    const named = await agent.tell(methods.RequestApiMetaData, { apiId: 1, apiInfo: 'shop.Fills.all()' });
    assert.equal(named.status, 0);
    assert.equal((await api.trace(traceIdOf(identity, 1))).rows.length, 1);
    assert.equal((await api.dots(application, lately())).length, 1);
  });

  test('with room again it goes on by itself: batches are taken, and what waited in a stream is stored', async () => {
    const stream = agent.openSpans();
    stream.send(streamed(3));
    stream.end();
    await agent.flushed();
    await disk.leave(60);
    await guard('open');
    assert.equal((await stream.outcome).status, 0);
    assert.equal((await agent.spans(rootSpan(identity, 2))).status, 0);
    assert.equal((await api.dots(application, lately())).length, 3);
  });

  test('a disk that is full to the last byte ends nothing: it goes on when there is room', async () => {
    await disk.leave(0);
    await guard('closed');
    assert.equal((await agent.spans(rootSpan(identity, 4))).status, RESOURCE_EXHAUSTED);
    assert.equal((await api.trace(traceIdOf(identity, 1))).rows.length, 1);
    await disk.leave(60);
    const sent = () => agent.spans(rootSpan(identity, 4));
    await eventually(sent, ({ status }) => assert.equal(status, 0), 60_000);
    assert.equal((await api.dots(application, lately())).length, 4);
  });
});
