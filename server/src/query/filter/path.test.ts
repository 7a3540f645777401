import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathMatches } from './path.ts';

const cases: readonly [string, string, boolean][] = [
  ['/orders/1', '/orders/1', true],
  ['/orders/*', '/orders/1', true],
  ['/orders/*', '/orders/1/items', false],
  ['/orders/*/items', '/orders/1/items?page=2', true],
  ['/api/**', '/api/a/b/c', true],
  ['/api/**', '/api', true],
  ['/api/**', '/apis', false],
  ['/a/**/z', '/a/z', true],
  ['/a/**/z', '/a/b/c/z', true],
  ['/a/**/z', '/aXX/z', false],
  ['**/z', '/a/z', true],
  ['/item?', '/item1', true],
  ['/item?', '/item/', false],
  ['/orders/**', 'http://shop:8080/orders/7?x=1#top', true],
  ['/주문/*', '/주문/1', true],
];

for (const [pattern, path, expected] of cases) {
  test(`${pattern} ${expected ? 'matches' : 'does not match'} ${path}`, () =>
    assert.equal(pathMatches(pattern, path), expected));
}

test('a hostile path with a hostile pattern takes no time', () => {
  const began = performance.now();
  assert.equal(pathMatches(`${'**a'.repeat(60)}b`, 'a'.repeat(100_000)), false);
  assert.ok(performance.now() - began < 1_000);
});
