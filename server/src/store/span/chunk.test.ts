import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../../lib/failure.ts';
import { millis } from '../../lib/time.ts';
import { Chunk, ChunkBuilder } from './chunk.ts';

const someone = { agentId: 'a-1', agentName: 'first', startTime: 1 };
const other = { agentId: 'b-1', agentName: 'second', startTime: 2 ** 50 };

test('what was added comes back, in order, with who sent it and when', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ bytes: fc.uint8Array({ maxLength: 200 }), late: fc.integer() })), (all) => {
      const builder = new ChunkBuilder(millis(1_000_000));
      all.forEach(({ bytes, late }, at) => {
        builder.add(at % 3 === 0 ? other : someone, millis(1_000_000 + (late % 1000)), bytes, 0, bytes.length);
      });
      const chunk = new Chunk(builder.encode());
      assert.equal(chunk.count, all.length);
      const read = [...chunk.messages()];
      assert.deepEqual(
        read.map(({ sender, receivedAt, bytes }) => ({ sender, late: receivedAt - 1_000_000, bytes: [...bytes] })),
        all.map(({ bytes, late }, at) => ({
          sender: at % 3 === 0 ? other : someone,
          // The remainder of a negative number may be −0.
          late: (late % 1000) + 0,
          bytes: [...bytes],
        })),
      );
    }),
    { numRuns: 50 },
  );
});

test('a message can be read alone, from any frame', () => {
  const builder = new ChunkBuilder(millis(0));
  for (let at = 0; at < 1000; at++) builder.add(someone, millis(at), Buffer.alloc(300, at), 0, 300);
  const chunk = new Chunk(builder.encode());
  for (const place of [0, 429, 430, 431, 432, 999]) assert.equal(chunk.message(place)?.bytes[0], place % 256);
  assert.equal(chunk.message(1000), undefined);
});

test('a message larger than a frame has a frame of its own', () => {
  const builder = new ChunkBuilder(millis(0));
  const large = Buffer.alloc(3_000_000, 7);
  builder.add(someone, millis(0), large, 0, large.length);
  assert.equal(new Chunk(builder.encode()).message(0)?.bytes.length, large.length);
});

test('a damaged frame is a failure, not a crash', () => {
  const builder = new ChunkBuilder(millis(0));
  builder.add(someone, millis(0), Buffer.alloc(500, 1), 0, 500);
  const value = Uint8Array.from(builder.encode());
  value[value.length - 3] = (value[value.length - 3] ?? 0) ^ 0xff;
  assert.throws(() => [...new Chunk(value).messages()], Failure);
});
