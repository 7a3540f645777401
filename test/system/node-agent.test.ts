import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Api, lately } from './api.ts';
import { eventually } from './eventually.ts';
import { type Application, startApplication } from './express/application.ts';
import { type RunningServer, startServer } from './server.ts';

const REQUESTS = 50;
const front = { name: 'SHOP-FRONT', type: 'NODE' };
const back = { name: 'SHOP-BACK', type: 'NODE' };

describe('two Express applications under the official agent of Node.js', () => {
  let server: RunningServer;
  let api: Api;
  /** Stands for a service that nobody traces. */
  let bank: Server;
  let bankHost: string;
  const applications: Application[] = [];

  before(async () => {
    server = await startServer();
    api = new Api(server);
    bank = createServer((_, response) => response.end('paid')).listen(0, '127.0.0.1');
    await once(bank, 'listening');
    bankHost = `127.0.0.1:${(bank.address() as AddressInfo).port}`;
    const called = await startApplication('SHOP-BACK', `http://${bankHost}`, server.ports);
    const calling = await startApplication('SHOP-FRONT', called.url, server.ports);
    applications.push(called, calling);
    for (let sent = 0; sent < REQUESTS; sent += 10) {
      const ids = Array.from({ length: 10 }, (_, place) => sent + place);
      const answers = await Promise.all(ids.map((id) => fetch(`${calling.url}/orders/${id}`)));
      for (const { status } of answers) assert.equal(status, 200, `${calling.output()}${called.output()}`);
    }
  });

  after(async () => {
    await Promise.all(applications.map((application) => application.stop()));
    bank.close();
    await server.stop();
  });

  test('every request is a dot of both', async () => {
    for (const application of [front, back]) {
      const dots = await eventually(
        () => api.dots(application, lately()),
        ({ length }) => assert.equal(length, REQUESTS),
      );
      assert.ok(dots.every(({ failed }) => !failed));
    }
  });

  test('the map leads from users over both applications to the service that nobody traces', async () => {
    const expected = [
      `DEFAULT^SHOP-FRONT_NODE^USER > DEFAULT^SHOP-FRONT^NODE: ${REQUESTS}`,
      `DEFAULT^SHOP-FRONT^NODE > DEFAULT^SHOP-BACK^NODE: ${REQUESTS}`,
      `DEFAULT^SHOP-BACK^NODE > DEFAULT^${bankHost}^UNKNOWN: ${REQUESTS}`,
    ];
    const map = await eventually(
      () => api.map(front, lately()),
      ({ links }) => {
        const calls = links.map(({ from, to, histogram }) => `${from} > ${to}: ${histogram.total}`);
        assert.deepEqual(calls.toSorted(), expected.toSorted());
      },
    );
    const nodes = new Map(
      map.nodes.map(({ key, instances, histogram }) => [key, { instances, total: histogram.total }]),
    );
    assert.deepEqual(nodes.get('DEFAULT^SHOP-FRONT^NODE'), { instances: 1, total: REQUESTS });
    assert.deepEqual(nodes.get('DEFAULT^SHOP-BACK^NODE'), { instances: 1, total: REQUESTS });
    assert.equal(nodes.size, 4);
  });

  test('each call tree spans both applications, down to the call of the one behind them', async () => {
    const { items } = await api.transactions(front, lately());
    assert.deepEqual(
      items.map(({ path }) => path).toSorted(),
      Array.from({ length: REQUESTS }, (_, id) => `/orders/${id}`).toSorted(),
    );
    for (const { traceId, path } of items) {
      const { state, applications: named, rows } = await api.trace(traceId);
      assert.equal(state, 'complete');
      assert.deepEqual(
        named.map(({ applicationName }) => applicationName),
        ['SHOP-FRONT', 'SHOP-BACK'],
      );
      const lines = rows.map(({ depth, title, argument }) => `${depth} ${title} ${argument}`.trim());
      assert.deepEqual(lines, treeOf(path, applications[0]?.url ?? '', bankHost));
    }
  });

  test('both agents are running with what they told of themselves, and stopped when they are', async () => {
    const agents = await eventually(
      () => api.agents(),
      (listed) => assert.ok(listed.every(({ version, received }) => version === '0.8.7' && received > REQUESTS)),
    );
    assert.deepEqual(agents.map(({ agentId, state, rejected }) => ({ agentId, state, rejected })).toSorted(byAgentId), [
      { agentId: 'shop-back-1', state: 'running', rejected: {} },
      { agentId: 'shop-front-1', state: 'running', rejected: {} },
    ]);
    await Promise.all(applications.map((application) => application.stop()));
    const states = async () => (await api.agents()).map(({ state }) => state);
    await eventually(states, (now) => assert.deepEqual(now, ['shutdown', 'shutdown']));
  });
});

const byAgentId = (a: { agentId: string }, b: { agentId: string }): number => a.agentId.localeCompare(b.agentId);

/** What the agent records of one request, from the first application to the call of the service behind the second. */
const treeOf = (path: string, called: string, last: string): string[] => [
  `0 Node Server Process ${path}`,
  '1 express.route.GET',
  '2 http.request',
  '3 Asynchronous Invocation',
  `4 GET ${new URL(called).host}${path}`,
  `5 Node Server Process ${path}`,
  '6 express.route.GET',
  '7 http.request',
  '8 Asynchronous Invocation',
  `9 GET ${last}${path}`,
];
