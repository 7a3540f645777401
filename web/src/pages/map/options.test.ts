import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULTS, readOptions, writeOptions } from './options.ts';

test('an address without options means the defaults, and the defaults write none', () => {
  assert.deepEqual(readOptions({}), DEFAULTS);
  assert.deepEqual(Object.values(writeOptions(DEFAULTS)).filter(Boolean), []);
});

test('what is written is read again', () => {
  const options = { inbound: 0, outbound: 4, bidirectional: true, wasOnly: true, merged: false };
  assert.deepEqual(readOptions(writeOptions(options)), options);
});

test('nonsense in the address is the default', () => {
  assert.deepEqual(readOptions({ in: '5', out: '-1', both: 'yes', was: '', merge: '' }), DEFAULTS);
});
