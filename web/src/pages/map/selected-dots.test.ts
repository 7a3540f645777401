import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDots, writeDots } from './selected-dots.ts';

const selected = { from: 1000, to: 2000, elapsedFrom: 5, elapsedTo: 900, status: 'failed' } as const;

test('a rectangle survives the address', () => {
  assert.deepEqual(readDots(writeDots(selected)), selected);
});

test('one that is open above stays open', () => {
  assert.equal(writeDots({ ...selected, elapsedTo: undefined }), '1000-2000-5-max-failed');
  assert.equal(readDots('1000-2000-5-max-all')?.elapsedTo, undefined);
});

test('anything else is no rectangle', () => {
  assert.equal(readDots(undefined), undefined);
  assert.equal(readDots('1-2-3-4-other'), undefined);
  assert.equal(readDots('1-2-3'), undefined);
});
