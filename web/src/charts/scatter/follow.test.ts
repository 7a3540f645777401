import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from './decode.ts';
import { dotsOf } from './dots.ts';
import { type Dot, encode } from './encode.ts';
import { follow } from './follow.ts';

const chunk = (from: number, to: number, dots: Dot[]) => decode(encode(from, to, dots));
const loaded = dotsOf(
  chunk(0, 60_000, [
    { at: 1_000, elapsed: 10 },
    { at: 59_000, elapsed: 10 },
  ]),
);

test('what the stream brings comes at the end', () => {
  assert.equal(follow(loaded, loaded, chunk(30_000, 61_000, [{ at: 60_500, elapsed: 7 }]), 0).count, 3);
});

test('dots that were loaded already do not count twice', () => {
  const again = chunk(30_000, 61_000, [
    { at: 59_000, elapsed: 10 },
    { at: 59_000, elapsed: 10, failed: true },
    { at: 59_400, elapsed: 10 },
  ]);
  assert.equal(follow(loaded, loaded, again, 0).count, 4);
  const one = chunk(30_000, 61_000, [{ at: 59_000, elapsed: 10 }]);
  assert.equal(follow(loaded, loaded, one, 0), loaded);
});

test('two equal dots of the stream are two dots', () => {
  const twin = chunk(60_000, 61_000, [{ at: 60_500, elapsed: 7 }]);
  assert.equal(follow(follow(loaded, loaded, twin, 0), loaded, twin, 0).count, 4);
});

test('an event without dots changes nothing', () => {
  assert.equal(follow(loaded, loaded, chunk(60_000, 61_000, []), 0), loaded);
});

test('chunks that the window has left are dropped', () => {
  assert.equal(follow(loaded, loaded, chunk(90_000, 91_000, [{ at: 90_500, elapsed: 1 }]), 60_000).count, 1);
});
