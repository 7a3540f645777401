import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { equal, text, utf8 } from '../../lib/bytes.ts';
import type { Failure } from '../../lib/failure.ts';
import { fails, noise } from '../contract-rows.ts';
import type { Place } from './segment-end.ts';
import { Segments, START } from './segments.ts';

const root = await mkdtemp(join(tmpdir(), 'finepoint-segments-'));
after(() => rm(root, { recursive: true, force: true }));

async function withSegments(work: (segments: Segments) => Promise<void>): Promise<void> {
  const segments = await Segments.open(await mkdtemp(join(root, 'segments-')), START, undefined, 5_000);
  try {
    await work(segments);
  } finally {
    await segments.close();
  }
}

const append = async (segments: Segments, key: string, size: number): Promise<Place> => {
  const [place] = await segments.written.append([{ key: utf8(key), value: noise(size) }]);
  assert.ok(place);
  return place;
};

describe('segments', () => {
  it('return each value from its place, across files', async () => {
    await withSegments(async (segments) => {
      const sizes = [0, 3_000, 3_000, 3_000];
      const places: Place[] = [];
      for (const size of sizes) places.push(await append(segments, 'key', size));
      assert.deepEqual(
        places.map(({ segment }) => segment),
        [1, 1, 1, 2],
      );
      for (const [index, place] of places.entries()) {
        assert.ok(equal(await segments.read(utf8('key'), place), noise(sizes[index] ?? 0)));
      }
    });
  });

  it('do not take a record for another key’s, or a wrong place for a record', async () => {
    await withSegments(async (segments) => {
      const place = await append(segments, 'key', 2_000);
      await fails('STORE_DAMAGED', segments.read(utf8('other'), place));
      for (const wrong of [{ offset: 1 }, { size: place.size - 1 }, { size: 3 }, { size: 90_000 }, { segment: 7 }]) {
        await fails('STORE_DAMAGED', segments.read(utf8('key'), { ...place, ...wrong }));
      }
    });
  });

  it('list what they hold in the order written, and tell of no damage where there is none', async () => {
    await withSegments(async (segments) => {
      for (const key of ['c', 'a', 'b']) await append(segments, key, 3_000);
      const heard: Failure[] = [];
      const keys: string[] = [];
      for await (const { key } of segments.records((failure) => heard.push(failure))) keys.push(text(key));
      assert.deepEqual([keys, heard], [['c', 'a', 'b'], []]);
    });
  });
});
