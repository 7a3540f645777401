import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit } from './fit-text.ts';

const width = (text: string) => [...text].length;

test('a text that fits stays whole', () => {
  assert.equal(fit('shop-api', 8, width), 'shop-api');
});

test('a longer one keeps its start and its end', () => {
  assert.equal(fit('payment-gateway-production', 16, width), 'payment-g…uction');
});

test('letters are not cut in half', () => {
  assert.equal(fit('🛒🛒🛒🛒🛒🛒', 3, width), '🛒🛒…');
});

test('a name of a megabyte ends soon', () => {
  assert.ok(fit('x'.repeat(1_000_000), 20, width).length <= 20);
});
