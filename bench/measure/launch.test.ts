import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Api } from './api.ts';
import { launch } from './launch.ts';

const CLOCK = Date.UTC(2026, 10, 24, 9, 1, 0);

test("a server's clock begins where it was told, and leaves the hour when it is told", async () => {
  const data = await mkdtemp(join(tmpdir(), 'finepoint-bench-'));
  const server = await launch({ data, clock: CLOCK });
  const api = new Api(server.uiPort);
  const now = async (): Promise<number> => {
    const setup: { readonly now: number } = JSON.parse((await api.get('/setup')).body.toString());
    return setup.now;
  };
  try {
    const before = await now();
    assert.ok(before >= CLOCK && before < CLOCK + 60_000, new Date(before).toISOString());
    server.closeHour();
    await wait(50);
    const after = await now();
    assert.ok(after > before + 60 * 60_000, new Date(after).toISOString());
  } finally {
    api.close();
    await server.stop();
    await rm(data, { recursive: true });
  }
});
