import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandOf, scoreText } from './apdex.ts';

test('bands begin at Pinpoint’s limits', () => {
  const words = [1, 0.94, 0.939, 0.85, 0.849, 0.7, 0.699, 0.5, 0.499, 0].map(bandOf);
  assert.deepEqual(words, [
    'excellent',
    'excellent',
    'good',
    'good',
    'fair',
    'fair',
    'poor',
    'poor',
    'unacceptable',
    'unacceptable',
  ]);
});

test('a score never reads better than its band', () => {
  assert.equal(scoreText(0.939), '0.93');
  assert.equal(scoreText(0.29), '0.29');
  assert.equal(scoreText(1), '1.00');
});
