import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Api, lately } from './api.ts';
import { eventually } from './eventually.ts';
import { replay } from './replay.ts';
import { type RunningServer, startServer } from './server.ts';
import { identityOf, methods, rootSpan, TestAgent, traceIdOf } from './test-agent.ts';

describe('what official agents were seen to do', () => {
  let server: RunningServer;
  let api: Api;

  before(async () => {
    server = await startServer();
    api = new Api(server);
  });

  after(() => server.stop());

  const agentNamed = async (agentId: string) => (await api.agents()).filter((agent) => agent.agentId === agentId);

  const stateOf = async (agentId: string): Promise<string | undefined> => (await agentNamed(agentId))[0]?.state;

  test('Java tells of itself again and again: it stays one agent, and the last word counts', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('TALKS'));
    for (const hostname of ['UNKNOWN-HOST', 'one', 'two', 'three', 'host-of-talks']) {
      await agent.tell(methods.RequestAgentInfo, { hostname, agentVersion: '3.1.0', serviceType: 1400 });
    }
    await agent.cut();
    const [listed, ...more] = await agentNamed('talks-1');
    assert.equal(listed?.host, 'host-of-talks');
    assert.deepEqual(more, []);
  });

  test('Go uses methods before it names them: calls get their names as soon as these come', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('EARLY'));
    await agent.spans({ ...rootSpan(agent.identity, 1), apiId: 77 });
    const title = async () => (await api.trace(traceIdOf(agent.identity, 1))).rows[0]?.title;
    assert.match((await title()) ?? '', /77.*not received/);
    await agent.tell(methods.RequestApiMetaData, { apiId: 77, apiInfo: 'main.hello()', line: -1 });
    assert.equal(await title(), 'hello()');
    await agent.cut();
  });

  test('Node.js starts anew with the same ids: names of one process are not those of another', async () => {
    for (const [startTime, name] of [
      [1_795_000_000_001, 'main.first()'],
      [1_795_000_000_002, 'main.second()'],
    ] as const) {
      const agent = await TestAgent.connect(server.ports, identityOf('AGAIN', { startTime }));
      await agent.tell(methods.RequestApiMetaData, { apiId: 1, apiInfo: name, line: -1 });
      await agent.spans({ ...rootSpan(agent.identity, 1), apiId: 1 });
      await agent.cut();
    }
    for (const [startTime, name] of [
      [1_795_000_000_001, 'first()'],
      [1_795_000_000_002, 'second()'],
    ] as const) {
      const { rows } = await api.trace(traceIdOf(identityOf('AGAIN', { startTime }), 1));
      assert.deepEqual(
        rows.map(({ title }) => title),
        [name],
      );
    }
  });

  test('Python names a service: its application is not the one of that name in DEFAULT', async () => {
    const inService = await TestAgent.connect(server.ports, identityOf('TWICE', { service: 'SHOP' }));
    const inDefault = await TestAgent.connect(server.ports, identityOf('TWICE', { agentId: 'twice-2' }));
    await inService.spans(rootSpan(inService.identity, 1), rootSpan(inService.identity, 2));
    await inDefault.spans(rootSpan(inDefault.identity, 1));
    await Promise.all([inService.cut(), inDefault.cut()]);
    const application = { name: 'TWICE', type: 'NODE' };
    assert.equal((await api.dots({ ...application, service: 'SHOP' }, lately())).length, 2);
    assert.equal((await api.dots(application, lately())).length, 1);
    const services = (await api.applications())
      .filter(({ applicationName }) => applicationName === 'TWICE')
      .map(({ serviceName }) => serviceName);
    assert.deepEqual(services.toSorted(), ['DEFAULT', 'SHOP']);
  });

  test('Python sends a batch again whose answer was lost: its spans count once', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('RESENDS'));
    const spans = [1, 2, 3].map((sequence) => rootSpan(agent.identity, sequence));
    for (let time = 0; time < 2; time++) assert.equal((await agent.spans(...spans)).status, 0);
    await agent.cut();
    const application = { name: 'RESENDS', type: 'NODE' };
    assert.equal((await api.dots(application, lately())).length, 3);
    const { nodes, center } = await api.map(application, lately());
    assert.equal(nodes.find(({ key }) => key === center)?.histogram.total, 3);
    assert.equal((await api.trace(traceIdOf(agent.identity, 1))).rows.length, 1);
  });

  test('after a restart agents tell nothing of themselves: they are known from the headers of their calls', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('SILENT'), { agentname: 'silent one' });
    assert.equal((await agent.spans(rootSpan(agent.identity, 1))).status, 3, 'a name with a blank is no name');
    const named = await TestAgent.connect(server.ports, identityOf('SILENT'), { agentname: 'silent-one' });
    await named.spans(rootSpan(named.identity, 1));
    await Promise.all([agent.cut(), named.cut()]);
    const listed = await eventually(
      () => agentNamed('silent-1'),
      ([known]) => assert.equal(known?.received, 1),
    );
    assert.equal(listed[0]?.agentName, 'silent-one');
    assert.equal(listed[0]?.application.serviceType, 'NODE');
    assert.equal(listed[0]?.host, '');
  });

  test('a ping session that is opened again counts as life before any ping', async () => {
    const agent = await TestAgent.connect(server.ports, identityOf('PINGS'));
    const is = (state: string) =>
      eventually(
        () => stateOf('pings-1'),
        (now) => assert.equal(now, state),
      );
    const session = agent.openPings();
    await is('running');
    session.cancel();
    await is('shutdown');
    agent.openPings();
    await is('running');
    await agent.cut();
    await is('shutdown');
  });
});

describe('what recordings of official agents show', () => {
  let server: RunningServer;
  let api: Api;

  before(async () => {
    server = await startServer();
    api = new Api(server);
    for (const capture of ['python-agent', 'go-agent', 'java-agent']) await replay(capture, server.ports);
    await eventually(
      () => api.dots({ name: 'JAVA-FRONT', type: 'SPRING_BOOT' }, lately()),
      ({ length }) => assert.ok(length > 100),
    );
  });

  after(() => server.stop());

  test('Redis is Redis, whichever client type an agent gives it', async () => {
    for (const [service, name, type, redis] of [
      ['SHOP', 'PY-FLASK', 'PYTHON', 'SHOP^REDIS^REDIS'],
      ['DEFAULT', 'GO-FRONT', 'GO', 'DEFAULT^REDIS^REDIS'],
      ['DEFAULT', 'JAVA-FRONT', 'SPRING_BOOT', 'DEFAULT^REDIS_LETTUCE^REDIS'],
    ] as const) {
      const { nodes } = await api.map({ service, name, type }, lately());
      const node = nodes.find(({ key }) => key === redis);
      assert.equal(node?.category, 'CACHE');
      assert.equal(node?.histogram.schema, 'FAST');
    }
  });

  test('a 404 is not an error, to neither of two agents', async () => {
    for (const [service, name, type, path] of [
      ['SHOP', 'PY-FLASK', 'PYTHON', '/status/404'],
      ['DEFAULT', 'JAVA-FRONT', 'SPRING_BOOT', '/status/{code}'],
    ] as const) {
      const { items } = await api.transactions({ service, name, type }, lately());
      const traces = await Promise.all(
        items
          .filter((item) => item.path === path)
          .map(async ({ traceId, failed }) => ({ ...(await api.trace(traceId)), failed })),
      );
      const notFound = traces.filter(({ rows }) =>
        rows[0]?.details.some(({ name: detail, value }) => /status/i.test(detail) && value.startsWith('404')),
      );
      assert.ok(notFound.length > 0, `${name} answered a 404`);
      assert.ok(
        notFound.every(({ failed, rows }) => !failed && rows[0]?.failed === false),
        name,
      );
    }
  });

  test('databases of two services are two nodes, though both are called shop', async () => {
    const { nodes } = await api.map({ service: 'SHOP', name: 'PY-FLASK', type: 'PYTHON' }, lately());
    const keys = nodes.map(({ key }) => key).filter((key) => key.endsWith('MYSQL'));
    assert.deepEqual(keys.toSorted(), ['DEFAULT^shop^MYSQL', 'SHOP^shop^MYSQL']);
  });
});
