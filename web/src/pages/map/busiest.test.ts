import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { busiest } from './busiest.ts';

const agent = (applicationName: string, received: number): AgentView => ({
  agentId: `${applicationName}-1`,
  agentName: '',
  application: { serviceName: 'DEFAULT', applicationName, serviceType: 'NODE', serviceTypeCode: 1400 },
  startTime: 0,
  state: 'running',
  lastSeen: 0,
  host: '',
  ip: '',
  pid: 0,
  version: '',
  vmVersion: '',
  container: false,
  received,
  stored: received,
  rejected: {},
  paused: 0,
  lostAt: 0,
  lostReason: '',
});

test('the first map is that of the application that was traced most', () => {
  assert.equal(busiest([agent('worker', 3), agent('web', 40), agent('api', 7)])?.applicationName, 'web');
});

test('agents that have sent no span yet lead to no map', () => {
  assert.equal(busiest([agent('web', 0)]), undefined);
  assert.equal(busiest([]), undefined);
});
