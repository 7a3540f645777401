import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../system/api.ts';
import { eventually } from '../system/eventually.ts';
import { type RunningServer, startServer } from '../system/server.ts';
import { LedgerClient } from './ledger.ts';
import { isLong, sized } from './length.ts';
import { quickStart } from './quick-start.ts';
import { readBack } from './read-back.ts';
import { SmallDisk } from './small-disk.ts';

/** Bytes that are left, in a short run and in a long one. */
const ROOM = sized(0, 300 * 1024);
/** MiB: of less than this the server takes nothing, to leave something to others. */
const SIZE = 4096;

const disk = await SmallDisk.mount(SIZE);

describe('a disk that is full in the middle of a write', {
  skip: disk === undefined && 'no right to mount',
}, async () => {
  if (disk === undefined) return;
  const from = Date.now() - 60_000;
  const range = () => ({ from, to: Date.now() + 60_000 });
  let port = 0;
  const clients = [0, 1].map((number) => new LedgerClient(number, () => port));
  const acknowledged = () => clients.reduce((sum, client) => sum + client.acknowledged.size, 0);
  let server: RunningServer;

  const start = async (): Promise<void> => {
    server = await startServer({ dataDir: disk.path, env: quickStart });
    port = server.ports.span;
  };

  after(async () => {
    await server?.stop();
    await disk.unmount();
  });

  test('clients are answered that they may try again, or wait; nobody is told that more is stored than is', async () => {
    await start();
    for (const client of clients) client.start();
    await eventually(
      async () => acknowledged(),
      (count) => assert.ok(count > 1_000),
    );
    await disk.fill(ROOM);
    await sleep(3_000);
    const stuck = acknowledged();
    await sleep(1_000);
    assert.equal(acknowledged(), stuck, 'nothing more is acknowledged');
    assert.deepEqual(
      clients.flatMap(({ statuses }) => [...statuses.keys()].filter((status) => ![0, -1, 8, 14].includes(status))),
      [],
    );
  });

  test('what was stored is still shown', async () => {
    const dots = await new Api(server).dots({ name: 'LEDGER', type: 'NODE' }, range());
    assert.ok(dots.length >= acknowledged(), `${dots.length} dots of ${acknowledged()} acknowledged spans`);
  });

  test('what was being written is written as soon as there is room', async () => {
    const before = acknowledged();
    await disk.empty();
    await eventually(
      async () => acknowledged(),
      (count) => assert.ok(count > before),
      15_000,
    );
  });

  test('all goes on by itself within a minute', { skip: !isLong && 'the long run waits for it' }, async () => {
    const before = acknowledged();
    await eventually(
      async () => acknowledged(),
      (count) => assert.ok(count > before + 1_000),
      60_000,
    );
  });

  test('no acknowledged span is missing and none counts twice, also after a kill on a full disk', async () => {
    await disk.fill(ROOM);
    await sleep(isLong ? 3_000 : 500);
    await server.kill('SIGKILL');
    await disk.empty();
    await start();
    await Promise.all(clients.map((client) => client.finish()));
    assert.equal(await readBack(server, clients, range()), acknowledged());
  });
});
