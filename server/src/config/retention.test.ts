import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';
import { bytesOf, retentionOf } from './retention.ts';

test('a setting changes the time of its family', () => {
  const kept = retentionOf(readConfig(['--retention-error', '3'], {}));
  assert.deepEqual(
    kept.find(({ family }) => family === 'error'),
    { family: 'error', days: 3, setting: 'FINEPOINT_RETENTION_ERROR' },
  );
});

test('0 GiB is no size', () => {
  assert.equal(bytesOf(0), undefined);
  assert.equal(bytesOf(0.5), 512 * 1024 ** 2);
});
