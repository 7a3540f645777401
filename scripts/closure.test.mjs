import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closureOf } from './closure.mjs';

test('names what a workspace needs and what that needs, and nothing of development', () => {
  const packages = {
    server: { dependencies: { a: '1' }, devDependencies: { tool: '1' } },
    'node_modules/a': { dependencies: { b: '1' } },
    'node_modules/b': { dependencies: { a: '1' } },
    'node_modules/tool': {},
  };
  assert.deepEqual(closureOf(packages, ['server']), ['node_modules/a', 'node_modules/b']);
});

test('takes the nearest of several versions, as Node.js does', () => {
  const packages = {
    server: { dependencies: { a: '1', b: '1' } },
    'node_modules/a': { dependencies: { b: '2', c: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/b': {},
    'node_modules/c': {},
  };
  assert.deepEqual(closureOf(packages, ['server']), [
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
    'node_modules/c',
  ]);
});

test('does without an optional package for another platform, but not without one that is needed', () => {
  assert.deepEqual(closureOf({ server: { optionalDependencies: { windows: '1' } } }, ['server']), []);
  assert.throws(
    () => closureOf({ server: { dependencies: { gone: '1' } } }, ['server']),
    /lacks gone, which server needs/,
  );
});
