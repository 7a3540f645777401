import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, millis } from '../../lib/time.ts';
import type { Agent } from '../application.ts';
import { Lags } from './lag.ts';

const agent = (agentId: string): Agent => ({
  application: { service: 'DEFAULT', name: 'shop', type: 1210 },
  agentId,
  agentName: agentId,
  startTime: 1,
});
const [fast, slow] = [agent('fast'), agent('slow')];
const near = (value: number | undefined, wanted: number): void =>
  assert.ok(value !== undefined && Math.abs(value - wanted) <= wanted * 0.02, `${value} is not near ${wanted}`);

test('lag is the time from being received to being visible, the slowest agent first', () => {
  const lags = new Lags(millis(0));
  lags.visible([{ agent: fast, receivedAt: millis(1_000) }], millis(1_100));
  lags.visible([{ agent: slow, receivedAt: millis(1_000) }], millis(3_000));
  const { agents, all } = lags.take(millis(3_000));
  assert.deepEqual(
    agents.map((of) => of.agent.agentId),
    ['slow', 'fast'],
  );
  near(agents[0]?.p99, 2_000);
  near(agents[1]?.p50, 100);
  near(all.p50, 100);
  near(all.p99, 2_000);
  assert.equal(all.flushes, 2);
});

test('what was measured is told for one to two minutes, then forgotten', () => {
  const lags = new Lags(millis(0));
  lags.visible([{ agent: slow, receivedAt: millis(0) }], millis(500));
  assert.equal(lags.take(millis(1.5 * MINUTE)).agents.length, 1);
  assert.equal(lags.take(millis(2.6 * MINUTE)).agents.length, 0);
});

test('a clock that steps back makes no lag negative', () => {
  const lags = new Lags(millis(10_000));
  lags.visible([{ agent: slow, receivedAt: millis(10_000) }], millis(9_000));
  assert.equal(lags.take(millis(9_000)).all.p99, 0);
});
