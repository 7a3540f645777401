import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../bench/generate/random.ts';
import { freePorts, type RunningServer, startServer } from '../system/server.ts';
import { LedgerClient } from './ledger.ts';
import { seed, sized } from './length.ts';
import { quickStart } from './quick-start.ts';
import { readBack } from './read-back.ts';

const KILLS = sized(20, 200);
/** Kills while the server starts: what it had open is torn twice. */
const EARLY = sized(2, 20);
const main = join(import.meta.dirname, '..', '..', 'server', 'src', 'main.ts');

describe(`kill -9 at ${KILLS} random instants of ingest`, () => {
  const from = Date.now() - 60_000;
  const random = new Random(seed);
  let dataDir: string;
  let server: RunningServer;
  let clients: LedgerClient[];
  let counted = 0;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'finepoint-kill-'));
    let port = 0;
    clients = [0, 1].map((number) => new LedgerClient(number, () => port));
    for (let kill = 0; kill < KILLS; kill++) {
      server = await startServer({ dataDir, env: { ...quickStart, FINEPOINT_RECEIVERS: `${1 + (kill % 2)}` } });
      port = server.ports.span;
      if (kill === 0) for (const client of clients) client.start();
      await sleep(30 + random.below(500));
      await server.kill('SIGKILL');
      if (random.below(KILLS) < EARLY) await killedAtStart(random.below(1_200));
    }
    server = await startServer({ dataDir, env: quickStart });
    port = server.ports.span;
    await Promise.all(clients.map((client) => client.finish()));
    counted = await readBack(server, clients, { from, to: Date.now() + 60_000 });
  });

  after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('no acknowledged span is missing and none counts twice, though what was not answered was sent again', () => {
    assert.equal(
      counted,
      clients.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
    );
  });

  test('the kills met batches on their way', () => {
    const unanswered = clients.reduce((sum, { statuses }) => sum + (statuses.get(-1) ?? 0), 0);
    assert.ok(unanswered >= KILLS, `${unanswered} calls without an answer in ${KILLS} kills`);
    assert.ok(counted >= KILLS * 20, `only ${counted} spans`);
  });

  test('what is stored is the same after one more start', async () => {
    await server.stop();
    server = await startServer({ dataDir, env: quickStart });
    assert.equal(await readBack(server, clients, { from, to: Date.now() + 60_000 }), counted);
  });

  /** A start that is killed so many ms after it began. */
  async function killedAtStart(ms: number): Promise<void> {
    const env = { ...process.env, ...freePorts, ...quickStart, FINEPOINT_DATA: dataDir };
    const child = spawn(process.execPath, [main], { stdio: 'ignore', env });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await sleep(ms);
    child.kill('SIGKILL');
    await gone;
  }
});
