import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, fromBase64 } from './decode.ts';
import { encode } from './encode.ts';

const agents = [
  { agentId: 'shop-1', agentName: '상점 1', startTime: 1 },
  { agentId: 'shop-2', agentName: 'shop-2', startTime: 2 },
];

test('reads the columns of an answer in place', () => {
  const buffer = encode(
    1_000,
    9_000,
    [
      { at: 1_500, elapsed: 20 },
      { at: 8_999, elapsed: 70_000, failed: true, agent: 1 },
      { at: 3_000, elapsed: 0 },
    ],
    agents,
  );
  const chunk = decode(buffer);
  assert.deepEqual([chunk.from, chunk.to, chunk.count], [1_000, 9_000, 3]);
  assert.deepEqual([...chunk.time], [500, 7_999, 2_000]);
  assert.deepEqual([...chunk.elapsed], [20, 70_000, 0]);
  assert.deepEqual([...chunk.agent], [0, 1, 0]);
  assert.deepEqual([...chunk.flags], [0, 1, 0]);
  assert.deepEqual(chunk.agents, agents);
  assert.equal(chunk.time.buffer, buffer);
});

test('reads an answer without dots', () => {
  assert.equal(decode(encode(0, 1, [])).count, 0);
});

test('refuses bytes that end before their last column', () => {
  const buffer = encode(0, 10, [{ at: 1, elapsed: 1 }]);
  assert.throws(() => decode(buffer.slice(0, buffer.byteLength - 1)), RangeError);
  assert.throws(() => decode(new ArrayBuffer(3)), RangeError);
});

test('refuses a count that is no count', () => {
  const text = new TextEncoder().encode('{"from":0,"to":1,"count":-1,"agents":[]}'.padEnd(44));
  const bytes = new Uint8Array(48);
  new DataView(bytes.buffer).setUint32(0, 44, true);
  bytes.set(text, 4);
  assert.throws(() => decode(bytes.buffer), RangeError);
});

test('whatever was encoded is decoded, also by way of base64', () => {
  const dot = fc.record(
    { at: fc.integer({ min: 0, max: 2 ** 32 - 1 }), elapsed: fc.nat(), failed: fc.boolean() },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(dot, { maxLength: 50 }), (dots) => {
      const base64 = Buffer.from(encode(0, 2 ** 32, dots)).toString('base64');
      const chunk = decode(fromBase64(base64));
      const read = dots.map((_, i) => ({ at: chunk.time[i], elapsed: chunk.elapsed[i], failed: chunk.flags[i] === 1 }));
      assert.deepEqual(read, dots);
    }),
  );
});
