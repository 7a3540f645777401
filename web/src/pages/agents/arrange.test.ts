import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import { filterAgents, nextOrder, readOrder, sortAgents } from './arrange.ts';

const agent = (applicationName: string, agentName: string, fields: Partial<AgentView> = {}): AgentView => ({
  agentId: `id-of-${agentName}`,
  agentName,
  application: { serviceName: 'DEFAULT', applicationName, serviceType: 'GO', serviceTypeCode: 1800 },
  startTime: 0,
  state: 'running',
  lastSeen: 0,
  host: `host-${agentName}`,
  ip: '10.0.0.1',
  pid: 1,
  version: '1.4.7',
  vmVersion: '',
  container: false,
  received: 0,
  stored: 0,
  rejected: {},
  paused: 0,
  lostAt: 0,
  lostReason: '',
  ...fields,
});
const names = (agents: readonly AgentView[]) => agents.map(({ agentName }) => agentName);

describe('finding agents', () => {
  const all = [agent('shop', 'shop-1'), agent('pay', 'pay-1', { version: '2.0.0' }), agent('pay', 'pay-2')];
  test('takes every word, in any of name, id, host and version', () => {
    assert.deepEqual(names(filterAgents(all, 'PAY 2.0', undefined)), ['pay-1']);
    assert.deepEqual(names(filterAgents(all, 'id-of-shop', undefined)), ['shop-1']);
    assert.deepEqual(names(filterAgents(all, '  ', undefined)), ['shop-1', 'pay-1', 'pay-2']);
  });
  test('does not find a word that two fields only make together', () => {
    assert.deepEqual(filterAgents(all, 'gopay', undefined), []);
  });
  test('keeps to one application', () => {
    assert.deepEqual(names(filterAgents(all, '', 'DEFAULT^pay@GO')), ['pay-1', 'pay-2']);
  });
});

describe('sorting agents', () => {
  test('counts numbers in names', () => {
    const sorted = sortAgents([agent('a', 'a-10'), agent('a', 'a-9')], readOrder('agent'));
    assert.deepEqual(names(sorted), ['a-9', 'a-10']);
  });
  test('by rejected puts the most first, and equal ones in the order of their names', () => {
    const all = [
      agent('a', 'z'),
      agent('a', 'b', { rejected: { SERVER_BUSY: 2, MESSAGE_INVALID: 3 } }),
      agent('a', 'c'),
    ];
    assert.deepEqual(names(sortAgents(all, readOrder('-rejected'))), ['b', 'c', 'z']);
  });
  test('by state puts trouble first', () => {
    const all = [agent('a', 'a'), agent('a', 'b', { state: 'shutdown' }), agent('a', 'c', { state: 'disconnected' })];
    assert.deepEqual(names(sortAgents(all, readOrder('state'))), ['c', 'a', 'b']);
  });
  test('a second click turns the order round', () => {
    assert.equal(nextOrder(readOrder(undefined), 'rejected'), '-rejected');
    assert.equal(nextOrder(readOrder('-rejected'), 'rejected'), 'rejected');
    assert.equal(nextOrder(readOrder('-rejected'), 'host'), 'host');
  });
  test('a column that is none is the default', () => {
    assert.deepEqual(readOrder('-constructor'), { by: 'application', direction: 'asc' });
  });
});
