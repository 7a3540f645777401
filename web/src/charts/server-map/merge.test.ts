import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Category, MapLink, MapNode } from '../../../../server/src/query/schema/map.ts';
import { apart, merge } from './merge.ts';

const histogram = (total: number, errors = 0) => ({
  schema: 'NORMAL' as const,
  slots: [total - errors, 0, 0, 0],
  errors,
  total,
  sum: total,
  max: 9,
});
const node = (key: string, serviceType: string, category: Category, errors = 0): MapNode => ({
  key,
  application: { serviceName: 'DEFAULT', applicationName: key, serviceType, serviceTypeCode: 1 },
  category,
  histogram: histogram(10, errors),
  apdex: { score: 1, satisfied: 10, tolerating: 0, total: 10 },
  instances: 1,
  alert: false,
});
const link = (from: string, to: string): MapLink => ({
  key: `${from}~${to}`,
  from,
  to,
  histogram: histogram(10),
  alert: false,
});
const databases = (count: number): readonly MapNode[] =>
  Array.from({ length: count }, (_, i) => node(`db${i}`, 'MYSQL', 'DATABASE', i === 0 ? 5 : 0));
const api = node('api', 'TOMCAT', 'SERVER');
const star = (leaves: readonly MapNode[]) => leaves.map((leaf) => link('api', leaf.key));

test('four databases of one caller are drawn as one, with their numbers added', () => {
  const leaves = databases(4);
  const { nodes, links } = merge([api, ...leaves], star(leaves));
  assert.deepEqual(
    nodes.map(({ key }) => key),
    ['api', 'api>MYSQL'],
  );
  assert.equal(nodes[1]?.histogram.total, 40);
  assert.equal(nodes[1]?.members.length, 4);
  assert.deepEqual(
    links.map(({ key, histogram: { total } }) => [key, total]),
    [['api~api>MYSQL', 40]],
  );
});

test('the whole alarms when a tenth of all its calls failed', () => {
  const leaves = databases(4);
  assert.equal(merge([api, ...leaves], star(leaves)).nodes[1]?.alert, true);
  assert.equal(merge([api, ...databases(6)], star(databases(6))).nodes[1]?.alert, false);
});

test('three stay apart', () => {
  const leaves = databases(3);
  assert.equal(merge([api, ...leaves], star(leaves)).nodes.length, 4);
});

test('a database that somebody else calls too stays apart', () => {
  const leaves = databases(5);
  const other = node('batch', 'TOMCAT', 'SERVER');
  const { nodes } = merge([api, other, ...leaves], [...star(leaves), link('batch', 'db0')]);
  assert.deepEqual(
    nodes.map(({ key }) => key),
    ['api', 'batch', 'db0', 'api>MYSQL'],
  );
});

test('applications stay apart', () => {
  const leaves = Array.from({ length: 5 }, (_, i) => node(`app${i}`, 'TOMCAT', 'SERVER'));
  assert.equal(merge([api, ...leaves], star(leaves)).nodes.length, 6);
});

test('apart shows every node and link for itself', () => {
  const leaves = databases(5);
  const graph = apart([api, ...leaves], star(leaves));
  assert.equal(graph.nodes.length, 6);
  assert.equal(graph.links.length, 5);
});
