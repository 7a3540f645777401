import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasAll } from './install.mjs';

const wanted = {
  '': { version: '1.0.0' },
  server: { version: '1.0.0' },
  'node_modules/@finepoint/server': { link: true },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/node-other': { version: '24.0.0', optional: true },
};

test('nothing is to be installed when every package is there in its version', () => {
  assert.equal(hasAll({ 'node_modules/a': { version: '1.0.0' } }, wanted), true);
});

test('a package that is absent or of another version is to be installed', () => {
  assert.equal(hasAll({}, wanted), false);
  assert.equal(hasAll({ 'node_modules/a': { version: '0.9.0' } }, wanted), false);
});

test('an optional package may be absent, but not of another version', () => {
  const a = { 'node_modules/a': { version: '1.0.0' } };
  assert.equal(hasAll({ ...a, 'node_modules/node-other': { version: '24.0.0' } }, wanted), true);
  assert.equal(hasAll({ ...a, 'node_modules/node-other': { version: '22.0.0' } }, wanted), false);
});
