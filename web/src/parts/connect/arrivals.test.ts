import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentView, Refusal } from '../../../../server/src/query/schema/agent.ts';
import { agentKey, arrivals, refusedSince } from './arrivals.ts';

const agent = (agentId: string, startTime: number, state: AgentView['state'] = 'running'): AgentView => ({
  agentId,
  agentName: agentId,
  application: { serviceName: 'DEFAULT', applicationName: 'shop', serviceType: 'GO', serviceTypeCode: 1800 },
  startTime,
  state,
  lastSeen: startTime,
  host: '',
  ip: '',
  pid: 0,
  version: '',
  vmVersion: '',
  container: false,
  received: 0,
  stored: 0,
  rejected: {},
  paused: 0,
  lostAt: 0,
  lostReason: '',
});
const refusal = (at: number, address: string, reason = 'HEADER_INVALID'): Refusal => ({
  at,
  count: 1,
  address,
  method: '/v1.Agent/RequestAgentInfo',
  agentId: '',
  applicationName: '',
  reason,
});

test('an agent that was there before has not arrived; its next start has', () => {
  const before = new Set([agentKey(agent('a', 1))]);
  assert.deepEqual(arrivals([agent('a', 1)], before), []);
  assert.deepEqual(arrivals([agent('a', 1), agent('a', 2), agent('b', 3)], before).map(agentKey), ['b^3', 'a^2']);
});

test('an agent that is gone again has not arrived', () => {
  assert.deepEqual(arrivals([agent('a', 1, 'shutdown')], new Set()), []);
});

test('one machine refused for one reason is said once, with its newest time', () => {
  const shown = refusedSince([refusal(10, 'x'), refusal(20, 'x'), refusal(15, 'y'), refusal(1, 'z')], 5);
  assert.deepEqual(
    shown.map(({ at, address }) => [address, at]),
    [
      ['x', 20],
      ['y', 15],
    ],
  );
});
