import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantile } from './quantile.ts';

test('a quantile is a value that was seen', () => {
  const values = [40, 10, 30, 20];
  assert.equal(quantile(values, 0.5), 20);
  assert.equal(quantile(values, 0.95), 40);
  assert.equal(quantile(values, 0), 10);
  assert.deepEqual(values, [40, 10, 30, 20], 'what is handed in stays as it is');
});

test('nothing has no quantile', () => assert.ok(Number.isNaN(quantile([], 0.5))));
