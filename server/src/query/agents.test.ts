import assert from 'node:assert/strict';
import { test } from 'node:test';
import { millis } from '../lib/time.ts';
import type { AgentRecord, Presence } from '../store/agent/store.ts';
import { stateOf, summarize } from './agents.ts';

const NOW = millis(1_800_000_000_000);
const application = { service: 'DEFAULT', name: 'shop', type: 1210 };
const agent = { application, agentId: 'shop-1', agentName: 'shop-1', startTime: 1 };

const presence = (change: Partial<Presence>): Presence => ({
  firstSeen: NOW - 1_000_000,
  lastSeen: NOW - 10_000,
  sessions: 0,
  leftAt: 0,
  received: 0,
  stored: 0,
  rejected: {},
  ...change,
});

const record = (writers: Record<string, Partial<Presence>>): AgentRecord => ({
  agent,
  info: undefined,
  presence: new Map(Object.entries(writers).map(([writer, change]) => [writer, presence(change)])),
});

const alive = { writer: 'alive', startedAt: millis(NOW - 10_000_000), beatAt: millis(NOW - 5_000) };
const justStarted = { ...alive, startedAt: millis(NOW - 30_000) };
const dead = { writer: 'dead', startedAt: millis(NOW - 10_000_000), beatAt: millis(NOW - 60_000) };

const cases: [string, ReturnType<typeof record>, (typeof alive)[], string][] = [
  [
    'an open session of a living collector, silent for long',
    record({ alive: { sessions: 1, lastSeen: NOW - 600_000 } }),
    [alive],
    'running',
  ],
  ['no session, but spans a moment ago', record({ alive: {} }), [alive], 'running'],
  ['it ended its last session itself', record({ alive: { leftAt: NOW - 10_000 } }), [alive], 'shutdown'],
  ['it left, and came back', record({ alive: { leftAt: NOW - 600_000, lastSeen: NOW - 1_000 } }), [alive], 'running'],
  [
    'an open session of a collector that died',
    record({ dead: { sessions: 1, lastSeen: NOW - 120_000 } }),
    [alive, dead],
    'disconnected',
  ],
  [
    'the same, and the collector has just started again',
    record({ dead: { sessions: 1, lastSeen: NOW - 120_000 } }),
    [justStarted, dead],
    'reconnecting',
  ],
  [
    'no session, spans a moment before the collector was started again',
    record({ dead: { lastSeen: NOW - 40_000 } }),
    [justStarted],
    'reconnecting',
  ],
  ['neither session nor word for long', record({ alive: { lastSeen: NOW - 600_000 } }), [alive], 'disconnected'],
];
for (const [what, of, collectors, expected] of cases) {
  test(`${expected}: ${what}`, () => assert.equal(stateOf(of, collectors, NOW), expected));
}

test('an application whose agents are all gone is still listed', () => {
  const [summary] = summarize([application], [record({ alive: {} })], () => 'shutdown');
  assert.deepEqual(
    {
      name: summary?.applicationName,
      type: summary?.serviceType,
      agents: summary?.agents,
      lastSeen: summary?.lastSeen,
    },
    { name: 'shop', type: 'SPRING_BOOT', agents: 0, lastSeen: NOW - 10_000 },
  );
});
