import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curve } from './curve.ts';

test('a curve passes through every point', () => {
  const path = curve([
    { x: 0, y: 0 },
    { x: 50, y: 20 },
    { x: 100, y: 80 },
  ]);
  assert.match(path, /^M0 0C.* 50 20C.* 100 80$/);
});

test('a straight way is a straight line', () => {
  assert.equal(
    curve([
      { x: 0, y: 5 },
      { x: 90, y: 5 },
    ]),
    'M0 5C45 5 45 5 90 5',
  );
});

test('no points, no path', () => {
  assert.equal(curve([]), '');
});
