import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { presets, readRange, readSpan, resolveRange, shift, spanText } from './range.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a relative range', () => {
  test('ends with the minute under way, so that asking again within it is the same request', () => {
    const first = resolveRange({ last: 5 * MINUTE }, 1_000_001);
    assert.deepEqual(first, { from: 720_000, to: 1_020_000 });
    assert.deepEqual(resolveRange({ last: 5 * MINUTE }, 1_019_999), first);
  });

  test('keeps its width and holds now, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...presets), fc.integer({ min: 1e12, max: 2e12 }), (last, now) => {
        const { from, to } = resolveRange({ last }, now);
        assert.equal(to - from, last);
        assert.ok(to > now && to - now <= MINUTE);
      }),
    );
  });
});

test('a fixed range is widened to whole minutes, in which calls are counted', () => {
  assert.deepEqual(resolveRange({ from: 61_000, to: 119_000 }, 0), { from: MINUTE, to: 2 * MINUTE });
  assert.deepEqual(resolveRange({ from: MINUTE, to: 2 * MINUTE }, 0), { from: MINUTE, to: 2 * MINUTE });
});

describe('moving by one range', () => {
  const now = 1_000_020_000;
  test('back ends where the range began', () => {
    const range = resolveRange({ last: HOUR }, now);
    assert.deepEqual(shift({ last: HOUR }, -1, now), { from: range.from - HOUR, to: range.from });
  });
  test('forth into the future is the newest range again', () => {
    const past = { from: now - 1.5 * HOUR, to: now - 0.5 * HOUR };
    assert.deepEqual(shift(past, 1, now), { last: HOUR });
  });
  test('forth within the past stays fixed', () => {
    const past = { from: now - 5 * HOUR, to: now - 4 * HOUR };
    assert.deepEqual(shift(past, 1, now), { from: now - 4 * HOUR, to: now - 3 * HOUR });
  });
});

describe('a span in an address', () => {
  test('reads back as what was written', () => {
    for (const preset of presets) assert.equal(readSpan(spanText(preset)), preset);
    assert.equal(spanText(HOUR), '1h');
    assert.equal(spanText(90 * MINUTE), '90m');
  });
  test('that is none is not taken', () => {
    for (const text of [undefined, '', '0m', '1y', '-5m', '5', '1e3s', '9999999d']) {
      assert.equal(readSpan(text), undefined, String(text));
    }
  });
  test('as two times is taken only in order', () => {
    assert.deepEqual(readRange('1000', '5000'), { from: 1000, to: 5000 });
    assert.equal(readRange('5000', '1000'), undefined);
    assert.equal(readRange('1000', undefined), undefined);
    assert.equal(readRange('1e3', '5e9'), undefined);
  });
});
