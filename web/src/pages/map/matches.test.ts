import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DrawnNode } from '../../charts/server-map/graph.ts';
import { matches } from './matches.ts';

const histogram = { schema: 'NORMAL' as const, slots: [0, 0, 0, 0], errors: 0, total: 0, sum: 0, max: 0 };
const node = (applicationName: string, serviceType: string, members: DrawnNode['members'] = []): DrawnNode => ({
  key: applicationName,
  application: { serviceName: 'DEFAULT', applicationName, serviceType, serviceTypeCode: 1 },
  category: 'SERVER',
  histogram,
  apdex: { score: 1, satisfied: 0, tolerating: 0, total: 0 },
  instances: 1,
  alert: false,
  members,
});
const graph = {
  nodes: [
    node('order-service', 'SPRING_BOOT'),
    node('order', 'GO'),
    node('MYSQL', 'MYSQL', [node('shard_7', 'MYSQL')]),
  ],
  links: [],
};
const found = (text: string) => matches(graph, text).map(({ key }) => key);

test('a node is found by its name or its type, in any case', () => {
  assert.deepEqual(found('ORDER'), ['order', 'order-service']);
  assert.deepEqual(found('order spring'), ['order-service']);
});

test('a node that is merged with others is found by its own name', () => {
  assert.deepEqual(found('shard'), ['MYSQL']);
});

test('nothing looked for, nothing found', () => {
  assert.deepEqual(found('  '), []);
});
