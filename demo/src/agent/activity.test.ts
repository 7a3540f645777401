import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Served } from '../outgoing.ts';
import { Activity } from './activity.ts';

const served = (start: number, end: number, isNew = true): Served => ({
  uriTemplate: '/orders/{id}',
  start,
  end,
  failed: false,
  isNew,
  transactionId: 'a^1^1',
});

test('a request is under way from its start until its end, older than its age says', () => {
  const activity = new Activity();
  activity.add(served(0, 6000));
  activity.add(served(4000, 6000));
  assert.deepEqual(activity.activeByAge(0), [1, 0, 0, 0]);
  assert.deepEqual(activity.activeByAge(4500), [1, 0, 1, 0]);
  assert.deepEqual(activity.activeByAge(5500), [0, 1, 0, 1]);
  assert.deepEqual(activity.activeByAge(6000), [0, 0, 0, 0]);
});

test('a sample counts each request once: when it begins as new or continued, when it ends by how long it took', () => {
  const activity = new Activity();
  activity.add(served(1000, 1100));
  activity.add(served(2000, 7000, false));
  const first = activity.sample(5000);
  const second = activity.sample(10_000);
  assert.deepEqual(first, { newCount: 1, continued: 1, average: 100, max: 100, active: [0, 1, 0, 0] });
  assert.deepEqual(second, { newCount: 0, continued: 0, average: 5000, max: 5000, active: [0, 0, 0, 0] });
});

test('a request that begins later is not counted before', () => {
  const activity = new Activity();
  activity.add(served(6000, 6500));
  assert.equal(activity.sample(5000).newCount, 0);
  assert.equal(activity.sample(10_000).newCount, 1);
});

test('a request that is told late, after the sample in which it began and ended, is counted in the next', () => {
  const activity = new Activity();
  activity.sample(5000);
  activity.add(served(4950, 4990));
  const { newCount, max } = activity.sample(10_000);
  assert.deepEqual([newCount, max], [1, 40]);
});
