import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arcs, widthOf } from './ring.ts';

const of = (slots: number[], errors: number) => ({
  schema: 'NORMAL' as const,
  slots,
  errors,
  total: 0,
  sum: 0,
  max: 0,
});

test('arcs have the share of their calls and fill the ring', () => {
  const drawn = arcs(of([50, 0, 25, 0], 25));
  assert.deepEqual(
    drawn.map(({ slot, share }) => [slot, share]),
    [
      ['fast', 0.5],
      ['slow', 0.25],
      ['error', 0.25],
    ],
  );
  assert.deepEqual(
    drawn.map(({ start }) => start),
    [0, 0.5, 0.75],
  );
});

test('one error in a million can be seen', () => {
  const error = arcs(of([999_999, 0, 0, 0], 1)).at(-1);
  assert.equal(error?.slot, 'error');
  assert.ok((error?.share ?? 0) > 0.015);
});

test('nothing called, nothing drawn', () => {
  assert.deepEqual(arcs(of([0, 0, 0, 0], 0)), []);
});

test('a link grows with the logarithm of its calls and stays a line', () => {
  assert.equal(widthOf(0), 1);
  assert.ok(widthOf(10) < widthOf(1000));
  assert.ok(widthOf(1e12) <= 7);
});
