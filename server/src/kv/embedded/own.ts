import { type Bytes, equal } from '../../lib/bytes.ts';
import { COUNTED, END, liveSegment, MOVED_END, OWN, talliedTable } from './key.ts';
import type { Level } from './level.ts';
import type { Point } from './record.ts';
import { type Ends, START } from './segments.ts';
import { decodeEnd, decodeLive, decodeTally, encodeEnd, type Tally } from './value.ts';

/** What an index knows about itself. */
export interface Own {
  readonly ends: Ends;
  readonly tallies: Map<number, Tally>;
  /** Live bytes of every segment; undefined where they were not counted from the beginning. */
  readonly live: Map<number, number> | undefined;
}

export async function readOwn(index: Level): Promise<Own> {
  const tallies = new Map<number, Tally>();
  const live = new Map<number, number>();
  let { written, moved } = START;
  let counted = false;
  for await (const [key, value] of index.iterator({ ...OWN })) {
    const table = talliedTable(key);
    const segment = liveSegment(key);
    if (table !== undefined) tallies.set(table, decodeTally(value));
    else if (segment !== undefined) live.set(segment, decodeLive(value));
    else if (equal(key, END)) written = decodeEnd(value);
    else if (equal(key, MOVED_END)) moved = decodeEnd(value);
    else if (equal(key, COUNTED)) counted = true;
  }
  return { ends: { written, moved }, tallies, live: counted ? live : undefined };
}

/** Makes an index that is empty count its segments from now on. */
export async function startOwn(index: Level): Promise<void> {
  for await (const _ of index.keys({ limit: 1 })) return;
  await index.put(COUNTED, new Uint8Array(0), { sync: true });
}

/** Makes an index that lost rows go on behind everything there is. What lives in its segments is not known any more. */
export async function restartOwn(index: Level, written: Point): Promise<void> {
  await index.clear({ gte: COUNTED, lt: MOVED_END });
  await index.batch([{ type: 'del', key: MOVED_END }, putOp(END, encodeEnd(written))], { sync: true });
}

const putOp = (key: Bytes, value: Bytes) => ({ type: 'put', key, value }) as const;
