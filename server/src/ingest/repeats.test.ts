import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { MemoryKv } from '../kv/memory.ts';
import { MINUTE, millis } from '../lib/time.ts';
import { BatchStore } from '../store/span/batch-store.ts';
import { Repeats, type Taken } from './repeats.ts';

const hash = (number: number): Buffer => createHash('sha1').update(String(number)).digest();

/** Repeats on a clock that may be moved, and how often batches were taken. */
function open(limit?: number) {
  const clock = { now: 1_800_000_000_000 };
  const repeats = new Repeats(new BatchStore(new MemoryKv()), () => millis(clock.now), true, limit);
  const counted = { taken: 0 };
  const send = (number: number, answer: () => Promise<Taken> = async () => ({ rejected: 0, reason: '' })) =>
    repeats.once(hash(number), () => {
      counted.taken++;
      return answer();
    });
  return { clock, counted, send };
}

test('a batch that comes again within ten minutes is not taken, however many came between', async () => {
  const { clock, counted, send } = open();
  for (let number = 0; number < 20_000; number++) {
    await send(number);
    clock.now += 25;
  }
  clock.now += MINUTE;
  for (let number = 0; number < 20_000; number++) await send(number);
  assert.equal(counted.taken, 20_000);
});

test('after eleven minutes it is another batch', async () => {
  const { clock, counted, send } = open();
  await send(1);
  clock.now += 11 * MINUTE;
  await send(1);
  assert.equal(counted.taken, 2);
});

test('a clock that steps back forgets nothing', async () => {
  const { clock, counted, send } = open();
  await send(1);
  clock.now -= 60 * MINUTE;
  await send(1);
  await send(2);
  clock.now += 61 * MINUTE;
  await send(2);
  assert.equal(counted.taken, 2);
});

test('a batch under way is answered together with itself, also when it fails; then it may be tried again', async () => {
  const { counted, send } = open();
  const fails = async (): Promise<Taken> => {
    throw new Error('no');
  };
  const both = await Promise.allSettled([send(1, fails), send(1, fails)]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(counted.taken, 1);
  await send(1);
  assert.equal(counted.taken, 2);
});

test('where there are more than fit, the oldest are forgotten', async () => {
  const { clock, counted, send } = open(100);
  for (let number = 0; number < 200; number++) {
    await send(number);
    clock.now += MINUTE / 50;
  }
  counted.taken = 0;
  await send(199);
  assert.equal(counted.taken, 0);
  await send(0);
  assert.equal(counted.taken, 1);
});
