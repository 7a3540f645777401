import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratchet } from './ratchet.ts';

test('says which way round the type checker is taken, and where', () => {
  const text = 'const a = 1;\nconst b = a as any;\nconst c = a as any;';
  assert.deepEqual(ratchet([{ path: 'lib/a.ts', text }]), ['as any: 2 times, may be 0: lib/a.ts:2, lib/a.ts:3']);
});

test('does not take a longer word for a way round', () => {
  assert.deepEqual(ratchet([{ path: 'lib/a.ts', text: 'const has anything = was anywhere;' }]), []);
});
