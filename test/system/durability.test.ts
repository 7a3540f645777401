import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, type Stretch } from './api.ts';
import { Load } from './load.ts';
import { type RunningServer, startServer } from './server.ts';

const ROUNDS = 5;
const application = { name: 'LOAD', type: 'NODE' };

describe('kill -9 under load', () => {
  let dataDir: string;
  let server: RunningServer;
  const loads: Load[] = [];
  const from = Date.now() - 60_000;
  const sofar = (): Stretch => ({ from, to: Date.now() + 60_000 });

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'finepoint-'));
    for (let round = 0; round < ROUNDS; round++) {
      server = await startServer({ dataDir, env: { FINEPOINT_RECEIVERS: `${1 + (round % 2)}` } });
      const running = [2 * round, 2 * round + 1].map((number) => new Load(server.ports, number));
      loads.push(...running);
      await Promise.all(running.map((load) => load.begun));
      await sleep(Math.random() * 700);
      await server.kill('SIGKILL');
      await Promise.all(running.map((load) => load.stop()));
    }
    server = await startServer({ dataDir });
  });

  after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('every kill met spans on their way, from agents that had some acknowledged', () => {
    for (const { acknowledged, failed } of loads) {
      assert.ok(acknowledged.size > 0);
      assert.ok(failed > 0);
    }
  });

  test('no acknowledged span is missing: each is a dot once, and none that was never sent', async () => {
    const acknowledged = loads.flatMap((load) => [...load.acknowledged]);
    const sent = new Set(loads.flatMap((load) => [...load.sent]));
    const dots = await new Api(server).dots(application, sofar());
    // The number of a span is its response time: a dot says which span it is.
    const seen = new Set(dots.map(({ elapsed }) => elapsed));
    assert.equal(seen.size, dots.length, 'none counts twice');
    assert.deepEqual(
      acknowledged.filter((number) => !seen.has(number)),
      [],
    );
    assert.deepEqual(
      [...seen].filter((number) => !sent.has(number)),
      [],
    );
  });

  test('the map, the dots and the list of transactions count the same', async () => {
    const api = new Api(server);
    const [dots, map, list] = await Promise.all([
      api.dots(application, sofar()),
      api.map(application, sofar()),
      api.transactions(application, sofar()),
    ]);
    const node = map.nodes.find(({ key }) => key === map.center);
    assert.equal(node?.histogram.total, dots.length);
    assert.equal(
      node?.histogram.sum,
      dots.reduce((sum, { elapsed }) => sum + elapsed, 0),
    );
    assert.equal(map.links.find(({ to }) => to === map.center)?.histogram.total, dots.length);
    assert.equal(list.total, dots.length);
  });

  test('acknowledged traces can be opened, with the names that were acknowledged', async () => {
    const api = new Api(server);
    for (const load of loads) {
      const last = [...load.acknowledged].slice(-10);
      for (const number of last) {
        const { rows, state } = await api.trace(load.traceIdOf(number));
        assert.equal(state, 'complete');
        assert.deepEqual(
          rows.map(({ title, elapsed, argument }) => ({ title, elapsed, argument })),
          [{ title: `handle${load.number}()`, elapsed: number, argument: `/load/${number}` }],
        );
      }
    }
  });

  test('every dot names the agent that sent its span', async () => {
    const dots = await new Api(server).dots(application, sofar());
    for (const load of loads) {
      const own = new Set(dots.filter(({ agentId }) => agentId === load.agentId).map(({ elapsed }) => elapsed));
      assert.ok(
        [...load.acknowledged].every((number) => own.has(number)),
        load.agentId,
      );
    }
  });
});
