import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Api } from './api.ts';
import { eventually } from './eventually.ts';
import { type RunningServer, startServer } from './server.ts';
import { identityOf, rootSpan, TestAgent, traceIdOf } from './test-agent.ts';

const identity = identityOf('KEEPS');
const DAY = 86_400_000;
const dayName = (ago: number): string => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);

describe('data of many days', () => {
  let dataDir: string;

  /** A directory of today, and the same as if it were of other days. */
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'finepoint-'));
    const server = await startServer({ dataDir });
    const agent = await TestAgent.connect(server.ports, identity);
    for (let sequence = 0; sequence < 200; sequence++) await agent.spans(rootSpan(identity, sequence));
    await agent.cut();
    await server.stop();
    await renewDays();
  });

  after(() => rm(dataDir, { recursive: true, force: true }));

  const path = (ago: number): string => join(dataDir, 'trace', dayName(ago));
  const kept = async (): Promise<string[]> => (await readdir(join(dataDir, 'trace'))).sort();
  const renewDays = async (): Promise<void> => {
    for (const ago of [1, 2, 7, 8, 20]) await cp(path(0), path(ago), { recursive: true });
  };

  async function during(env: Record<string, string>, look: (server: RunningServer, api: Api) => Promise<void>) {
    await renewDays();
    const server = await startServer({ dataDir, env });
    try {
      await look(server, new Api(server));
    } finally {
      assert.equal(await server.stop(), 0);
    }
  }

  test('is kept for seven days and today, and is gone after that', () =>
    during({}, async (_, api) => {
      await eventually(kept, (days) => assert.deepEqual(days, [7, 2, 1, 0].map(dayName)));
      const { kinds, growthPerDay, used, quota } = await api.storage();
      const trace = kinds.find(({ kind }) => kind === 'trace');
      assert.deepEqual(
        trace?.days.map(({ day }) => day),
        [7, 2, 1, 0].map(dayName),
      );
      assert.deepEqual(
        trace?.days.map(({ spans }) => spans),
        [200, 200, 200, 200],
      );
      assert.deepEqual(trace?.retention, { days: 7, setting: 'FINEPOINT_RETENTION_TRACE' });
      assert.ok(growthPerDay !== null && growthPerDay > 0 && used < quota);
      assert.equal((await api.trace(traceIdOf(identity, 3))).rows.length, 1);
    }));

  test('is kept as long as the setting says', () =>
    during({ FINEPOINT_RETENTION_TRACE: '1' }, async () => {
      await eventually(kept, (days) => assert.deepEqual(days, [1, 0].map(dayName)));
    }));

  test('gives way to the quota, oldest day first; today stays, and when it is too much alone nothing more is taken', () =>
    // About 20 KB: less than the smallest day.
    during({ FINEPOINT_QUOTA: '0.00002' }, async (server, api) => {
      await eventually(kept, (days) => assert.deepEqual(days, [dayName(0)]));
      const { guard, why, daysUntilQuota } = await eventually(
        () => api.storage(),
        (shown) => assert.equal(shown.guard, 'closed'),
      );
      assert.deepEqual([guard, why, daysUntilQuota], ['closed', 'quota', null]);
      const agent = await TestAgent.connect(server.ports, identity);
      assert.equal((await agent.spans(rootSpan(identity, 1_000))).status, 8);
      await agent.cut();
      assert.equal((await api.trace(traceIdOf(identity, 3))).rows.length, 1);
    }));
});
