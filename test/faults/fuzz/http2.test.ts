import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Random } from '../../../bench/generate/random.ts';
import { ConnectionError, FRAME_LIMIT, FrameReader, frame } from '../../../server/src/ingest/http2/frames.ts';
import { HEADERS_LIMIT, HeaderReader, headerBlock } from '../../../server/src/ingest/http2/hpack.ts';
import { Failure } from '../../../server/src/lib/failure.ts';
import { sized } from '../length.ts';
import { attempt } from './attempt.ts';

/** What ends a connection is this decoder's way to refuse. */
function refusing(work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof ConnectionError ? new Failure('MESSAGE_INVALID', error.message) : error;
  }
}

const texts = ['', 'a', 'agentid', ':path', '/v1.Span/SendSpan', '__proto__', 'x'.repeat(200), 'é\xff', '5999m'];

/** Blocks of one connection: plain ones, references into the table, and anything. */
const block = (random: Random): Buffer => {
  const pieces = Array.from({ length: 1 + random.below(5) }, (): Uint8Array => {
    switch (random.below(5)) {
      case 0:
        return headerBlock({ [random.pick(texts)]: random.pick(texts) });
      case 1: {
        const kept = Buffer.from(headerBlock({ [random.pick(texts)]: random.pick(texts) }));
        kept[0] = 0x40;
        return kept;
      }
      case 2:
        return Uint8Array.of(0x80 | (1 + random.below(64)));
      case 3:
        return Uint8Array.of(0x40 | random.below(64), 0x80 | random.below(9), ...bytes(random, 9));
      default:
        return Uint8Array.from(bytes(random, 4));
    }
  });
  return Buffer.concat(pieces);
};

const bytes = (random: Random, most: number): number[] =>
  Array.from({ length: random.below(most + 1) }, () => random.below(256));

test('header blocks of any bytes are read or refused, and never more than the limit', () => {
  attempt(
    sized(100_000, 1_500_000),
    (random) => Array.from({ length: 1 + random.below(3) }, () => block(random)),
    (blocks) =>
      refusing(() => {
        const reader = new HeaderReader();
        for (const one of blocks) {
          let size = 0;
          for (const [name, value] of reader.read(one)) size += name.length + value.length;
          assert.ok(size <= HEADERS_LIMIT);
        }
      }),
    ['MESSAGE_INVALID'],
  );
});

test('frames come out as they went in, however the bytes are cut', () => {
  attempt(
    sized(30_000, 300_000),
    (random) => {
      const frames = Array.from({ length: random.below(5) }, () => {
        const payload = Buffer.alloc(random.popular(FRAME_LIMIT), random.below(256));
        return { of: random.below(12), flags: random.below(256), stream: random.word() & 0x7fffffff, payload };
      });
      const all = Buffer.concat(frames.map((one) => frame(one.of, one.flags, one.stream, one.payload)));
      const cuts = [0, ...Array.from({ length: random.below(8) }, () => random.below(all.length + 1)), all.length];
      cuts.sort((a, b) => a - b);
      return { frames, pieces: cuts.slice(1).map((cut, place) => all.subarray(cuts[place], cut)) };
    },
    ({ frames, pieces }) => {
      const reader = new FrameReader();
      const seen: unknown[] = [];
      for (const piece of pieces) {
        reader.push(piece, (of, flags, stream, payload) =>
          seen.push({ of, flags, stream, payload: Buffer.from(payload) }),
        );
      }
      assert.deepEqual(seen, frames);
    },
    [],
  );
});
