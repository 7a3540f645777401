import assert from 'node:assert/strict';
import { test } from 'node:test';
import { millis } from '../lib/time.ts';
import { pause, pausedUntil, reject } from './ledger.ts';

const fresh = () => ({
  rejected: new Map<string, number>(),
  lost: { at: 0, reason: '' },
  paused: 0,
  holding: 0,
  pausedSince: 0,
  changed: false,
});

test('messages that wait at the same time are one pause', async () => {
  const known = fresh();
  let time = 1_000;
  const clock = () => millis(time);
  const [one, two] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const waits = [pause(known, one.promise, clock), pause(known, two.promise, clock)];
  time = 1_400;
  assert.equal(pausedUntil(known, clock()), 400);
  one.resolve();
  await waits[0];
  time = 1_600;
  two.resolve();
  await waits[1];
  assert.equal(known.paused, 600);
  assert.equal(known.lost.at, 0);
});

test('a pause of seconds is told as a loss, also while it lasts', () => {
  const known = fresh();
  void pause(known, new Promise(() => undefined), () => millis(1_000));
  assert.equal(pausedUntil(known, millis(5_000)), 4_000);
  assert.deepEqual(known.lost, { at: 5_000, reason: 'PAUSED' });
});

test('what is rejected is counted by reason and remembered, but for calls that carry no telemetry', () => {
  const known = fresh();
  reject(known, 'SERVER_BUSY', millis(7));
  reject(known, 'METHOD_UNKNOWN', millis(9));
  assert.deepEqual(
    [...known.rejected],
    [
      ['SERVER_BUSY', 1],
      ['METHOD_UNKNOWN', 1],
    ],
  );
  assert.deepEqual(known.lost, { at: 7, reason: 'SERVER_BUSY' });
});
