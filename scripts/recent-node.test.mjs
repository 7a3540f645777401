import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failures } from '../server/src/lib/failure.ts';
import { complaint, isAtLeast } from './recent-node.mjs';

test('an old Node.js is told what is too old and what to install, in the words of the catalogue', () => {
  assert.equal(complaint('14.21.3'), `${failures.NODE_TOO_OLD.says} (found v14.21.3)`);
  assert.equal(complaint('20.18.3'), `${failures.NODE_TOO_OLD.says} (found v20.18.3)`);
});

test('a recent Node.js is told nothing', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.21.0']) assert.equal(complaint(version), undefined);
});

test('versions are compared as numbers, not as text', () => {
  assert.equal(isAtLeast('22.9.0', 22, 18), false);
  assert.equal(isAtLeast('22.18.0', 22, 18), true);
  assert.equal(isAtLeast('9.99.0', 22, 18), false);
});
