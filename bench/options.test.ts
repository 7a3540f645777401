import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, sizesOf, stages } from './options.ts';

test('everything runs unless stages are chosen', () => {
  assert.deepEqual(readOptions([]), { quick: false, keep: false, profile: false, only: stages });
  assert.deepEqual(readOptions(['--only=query,ingest', '--quick']).only, ['ingest', 'query']);
});

test('what it does not know is told what it takes', () => {
  for (const wrong of ['--fast', '--only=ingest,nothing', 'quick'])
    assert.throws(() => readOptions([wrong]), /--quick/);
});

test('quick stores a million spans, the whole benchmark ten', () => {
  assert.equal(sizesOf(readOptions(['--quick'])).stored, 1_000_000);
  assert.equal(sizesOf(readOptions([])).stored, 10_000_000);
});
