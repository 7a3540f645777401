import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentRecord, Presence } from '../../store/agent/store.ts';
import { SpanTotals } from './span-totals.ts';

const application = { service: 'DEFAULT', name: 'shop', type: 1210 };
const presence = (received: number, stored: number, rejected: Record<string, number> = {}): Presence => ({
  firstSeen: 0,
  lastSeen: 0,
  sessions: 0,
  leftAt: 0,
  received,
  stored,
  rejected,
});
const record = (agentId: string, of: Record<string, Presence>): AgentRecord => ({
  agent: { application, agentId, agentName: agentId, startTime: 1 },
  info: undefined,
  presence: new Map(Object.entries(of)),
});
const everyone = (): boolean => true;

test('agents and collectors add up', () => {
  const { received, stored, rejected } = new SpanTotals().take(
    [
      record('a', { one: presence(5, 4, { DISK_LOW: 1 }), two: presence(10, 10) }),
      record('b', { one: presence(1, 0, { DISK_LOW: 1, MESSAGE_INVALID: 2 }) }),
    ],
    everyone,
  );
  assert.deepEqual([received, stored], [16, 14]);
  assert.deepEqual(Object.fromEntries(rejected), { DISK_LOW: 2, MESSAGE_INVALID: 2 });
});

test('collectors of other processes count for nothing', () => {
  const records = [record('a', { mine: presence(5, 5), theirs: presence(100, 100) })];
  assert.equal(new SpanTotals().take(records, (writer) => writer === 'mine').received, 5);
});

test('totals never fall: not when an agent is forgotten, nor when it counts from the start again', () => {
  const totals = new SpanTotals();
  const at = (records: readonly AgentRecord[]): number => totals.take(records, everyone).received;
  const steps = [
    at([record('a', { one: presence(100, 0) }), record('b', { one: presence(10, 0) })]),
    at([record('a', { one: presence(120, 0) })]),
    at([record('a', { one: presence(3, 0) })]),
    at([]),
  ];
  assert.deepEqual(steps, [110, 130, 133, 133]);
});
