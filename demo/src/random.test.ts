import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Random } from './random.ts';

const many = <T>(draw: () => T): readonly T[] => Array.from({ length: 5000 }, draw);

describe('seeded chance', () => {
  test('repeats itself with the same seed and differs with another', () => {
    const draws = (seed: number | string) => {
      const random = new Random(seed);
      return many(() => random.next());
    };
    assert.deepEqual(draws(7), draws(7));
    assert.deepEqual(draws('shop'), draws('shop'));
    assert.notDeepEqual(draws(7), draws(8));
  });

  test('draws whole numbers from both ends of a range and nothing outside', () => {
    const random = new Random(1);
    assert.deepEqual(new Set(many(() => random.between(3, 6))), new Set([3, 4, 5, 6]));
  });

  test('draws latencies that are whole, never negative, half of them below the median, some far above', () => {
    const random = new Random(2);
    const drawn = many(() => random.latency(100)).toSorted((a, b) => a - b);
    assert.ok(drawn.every((ms) => Number.isInteger(ms) && ms >= 0));
    assert.ok(Math.abs((drawn[2500] ?? 0) - 100) < 5);
    assert.ok((drawn[4950] ?? 0) > 250);
  });

  test('picks as often as the weights say, and never what weighs nothing', () => {
    const random = new Random(3);
    const list = [{ weight: 3 }, { weight: 0 }, { weight: 1 }];
    const counts = list.map((item) => many(() => random.weighted(list)).filter((picked) => picked === item).length);
    assert.equal(counts[1], 0);
    assert.ok(Math.abs((counts[0] ?? 0) / 5000 - 0.75) < 0.03);
  });

  test('makes span ids that fit their bits and never mean "none"', () => {
    const random = new Random(4);
    for (const bits of [31, 53] as const) {
      assert.ok(many(() => random.spanId(bits)).every((id) => id > 0n && id < 1n << BigInt(bits)));
    }
    const wide = many(() => random.spanId(64));
    assert.ok(wide.every((id) => BigInt.asIntN(64, id) === id && id !== 0n && id !== -1n));
    assert.ok(wide.some((id) => id < 0n));
  });

  test('spaces events so that their number a second is the one asked for', () => {
    const random = new Random(5);
    const total = many(() => random.gap(4)).reduce((sum, gap) => sum + gap, 0);
    assert.ok(Math.abs(5000 / (total / 1000) - 4) < 0.2);
  });
});
