import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from './decode.ts';
import { agentsOf, append, countIn, dotsOf, dropBefore, none, slowest } from './dots.ts';
import { type Dot, encode } from './encode.ts';

const chunk = (from: number, to: number, dots: Dot[], agentId = 'shop-1') =>
  decode(encode(from, to, dots, [{ agentId, agentName: agentId, startTime: 0 }]));

const everything = { from: 0, to: 1e15, elapsedFrom: 0, elapsedTo: Number.POSITIVE_INFINITY };

test('small chunks are joined, and times and agents keep their meaning', () => {
  const first = append(none, chunk(1_000, 2_000, [{ at: 1_100, elapsed: 5 }]));
  const both = append(first, chunk(2_000, 3_000, [{ at: 2_700, elapsed: 9 }], 'shop-2'));
  assert.equal(both.chunks.length, 1);
  assert.equal(both.count, 2);
  const joined = both.chunks[0];
  assert.deepEqual([...(joined?.time ?? [])], [100, 1_700]);
  assert.deepEqual([...(joined?.agent ?? [])], [0, 1]);
  assert.deepEqual(
    agentsOf(both).map((agent) => agent.agentId),
    ['shop-1', 'shop-2'],
  );
  assert.equal(first.count, 1, 'what it was made from is unchanged');
});

test('large chunks stay as they are', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ({ at: i, elapsed: 1 }));
  const dots = append(append(none, chunk(0, 5_000, many)), chunk(5_000, 6_000, [{ at: 5_001, elapsed: 1 }]));
  assert.equal(dots.chunks.length, 2);
  assert.equal(dots.count, 5_001);
});

test('an empty chunk changes nothing', () => {
  assert.equal(append(none, chunk(0, 1, [])), none);
});

test('chunks that ended before the window are dropped', () => {
  const dots = dotsOf(chunk(0, 10, [{ at: 1, elapsed: 1 }]), chunk(10, 20, [{ at: 11, elapsed: 1 }]));
  assert.equal(dropBefore(dots, 10).count, 1);
  assert.equal(dropBefore(dots, 5), dots);
});

test('counts what lies in an area, its end in time excluded and its upper edge included', () => {
  const dots = dotsOf(
    chunk(0, 100, [
      { at: 10, elapsed: 50 },
      { at: 20, elapsed: 50 },
      { at: 15, elapsed: 51, failed: true },
      { at: 15, elapsed: 49, failed: true },
    ]),
  );
  assert.deepEqual(countIn(dots, { from: 10, to: 20, elapsedFrom: 50, elapsedTo: 51 }), { success: 1, failed: 1 });
  assert.deepEqual(countIn(dots, everything), { success: 2, failed: 2 });
});

test('the slowest is looked for only in the range', () => {
  const dots = dotsOf(
    chunk(0, 100, [
      { at: 10, elapsed: 500 },
      { at: 50, elapsed: 70 },
    ]),
  );
  assert.equal(slowest(dots, 20, 100), 70);
  assert.equal(slowest(none, 0, 100), 0);
});
