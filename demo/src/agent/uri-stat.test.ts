import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UriStats } from './uri-stat.ts';

const served = { uriTemplate: '/orders', start: 30_000, end: 30_120, failed: false, isNew: true, transactionId: '' };

test('a window is told once, after its end', () => {
  const stats = new UriStats();
  stats.add(served);
  assert.deepEqual(stats.take(59_999), []);
  assert.equal(stats.take(60_000).length, 1);
  assert.deepEqual(stats.take(90_000), []);
});

test('counts go by time taken; failures are counted in both histograms', () => {
  const stats = new UriStats();
  stats.add(served);
  stats.add({ ...served, end: 30_000 + 9000, failed: true });
  const [window] = stats.take(60_000);
  assert.deepEqual(window?.eachUriStat, [
    {
      uri: '/orders',
      timestamp: 30_000n,
      totalHistogram: { total: 9120n, max: 9000n, histogram: [0, 1, 0, 0, 0, 0, 0, 1] },
      failedHistogram: { total: 9000n, max: 9000n, histogram: [0, 0, 0, 0, 0, 0, 0, 1] },
    },
  ]);
});

test('a URI that never failed has an empty histogram of failures', () => {
  const stats = new UriStats();
  stats.add(served);
  assert.deepEqual(stats.take(60_000)[0]?.eachUriStat?.[0]?.failedHistogram, {});
});

test('windows of different times are told apart, in order', () => {
  const stats = new UriStats();
  stats.add({ ...served, start: 61_000, end: 61_001 });
  stats.add(served);
  assert.deepEqual(
    stats.take(120_000).map((window) => window.eachUriStat?.[0]?.timestamp),
    [30_000n, 60_000n],
  );
});
