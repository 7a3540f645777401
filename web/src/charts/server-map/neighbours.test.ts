import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layout } from './layout.ts';
import { neighbour, readingOrder } from './neighbours.ts';

const link = (from: string, to: string) => ({ key: `${from}~${to}`, from, to });
const placed = layout({
  nodes: ['user', 'api', 'db', 'redis'],
  links: [link('user', 'api'), link('api', 'db'), link('api', 'redis')],
});
const [above, below] =
  (placed.nodes.get('db')?.y ?? 0) < (placed.nodes.get('redis')?.y ?? 0) ? ['db', 'redis'] : ['redis', 'db'];

test('right goes to the callee, left to the caller', () => {
  assert.equal(neighbour(placed, 'user', 'right'), 'api');
  assert.equal(neighbour(placed, 'api', 'left'), 'user');
});

test('up and down stay in the column', () => {
  assert.equal(neighbour(placed, above ?? '', 'down'), below);
  assert.equal(neighbour(placed, below ?? '', 'up'), above);
});

test('at the edge there is nowhere to go', () => {
  assert.equal(neighbour(placed, 'user', 'left'), undefined);
  assert.equal(neighbour(placed, 'not there', 'left'), undefined);
});

test('reading order is by column, then from the top', () => {
  assert.deepEqual(readingOrder(placed), ['user', 'api', above, below]);
});
