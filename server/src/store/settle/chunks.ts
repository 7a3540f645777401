import { setImmediate as breathe } from 'node:timers/promises';
import type { Bytes } from '../../lib/bytes.ts';
import { millis } from '../../lib/time.ts';
import { Chunk, FRAME, type StoredMessage } from '../span/chunk.ts';
import { spanTable } from '../span/keys.ts';
import { SettledChunkBuilder, type SettledOptions } from '../span/settled-chunk.ts';
import type { Repacking } from './repack.ts';

/** Raw bytes of a settled chunk: reading one span reads all of its bytes, about a sixth of this. */
const LIMIT = 1024 * 1024;

/**
 * Raw bytes of a frame, on average, from which on a chunk stays as it came: it has frames enough, and packing it anew
 * would save a tenth for as much CPU as receiving it cost. Where spans come seldom, chunks have a handful each.
 */
const LARGE_FRAME = FRAME / 4;

type Placed = readonly { readonly place: number; readonly message: StoredMessage }[];

export const chunkRepacking = (options: SettledOptions): Repacking<Placed> => ({
  table: spanTable,
  limit: LIMIT,

  open(value) {
    const chunk = new Chunk(value);
    const { count, size, settled } = chunk;
    if (!settled && size >= LARGE_FRAME * chunk.frames) return { count, size: LIMIT, settled: true, content: [] };
    return { count, size, settled, content: [...chunk.placed()] };
  },

  async join(parts): Promise<Bytes> {
    const base = parts[0]?.content[0]?.message.receivedAt ?? millis(0);
    const builder = new SettledChunkBuilder(base, options);
    for (const { offset, content } of parts) {
      for (const { place, message } of content) {
        // A frame takes half a millisecond: whoever waits for this thread goes first.
        if (builder.add(offset + place, message)) await breathe();
      }
    }
    return builder.encode();
  },
});
