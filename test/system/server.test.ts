import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { startServer } from './server.ts';

test('a server for tests starts on free ports, answers, stops, and leaves no data behind', async () => {
  const server = await startServer();
  assert.equal((await fetch(server.ui)).status, 200);
  assert.equal(await server.stop(), 0);
  assert.equal(existsSync(server.dataDir), false);
});

test('a server that cannot start fails the test with what it printed', async () => {
  await assert.rejects(startServer({ args: ['--no-such-flag'] }), /ended before it was ready.*no-such-flag/s);
});
