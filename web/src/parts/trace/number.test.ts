import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnMs } from './number.ts';

for (const [ms, text] of [
  [0, '0'],
  [0.85, '0.85'],
  [0.001, '0'],
  [1.44, '1.4'],
  [41.6, '42'],
  [1843, '1,843'],
  [-3.25, '-3.3'],
] as const) {
  test(`${ms} ms reads ${text} in a column`, () => assert.equal(columnMs(ms), text));
}
