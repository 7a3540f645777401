import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Reader } from './reader.ts';
import { Sketch } from './sketch.ts';
import { Writer } from './writer.ts';

const sketchOf = (values: readonly number[]): Sketch => {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
};

test('a quantile is within 1 % (and rounding) of the true value', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (values, quantile) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
        const found = sketchOf(values).quantile(quantile) ?? Number.NaN;
        assert.ok(Math.abs(found - exact) <= exact * 0.0101 + 0.5, `${found} for ${exact}`);
      },
    ),
  );
});

test('merged and stored sketches say what one sketch of all values says', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000)), fc.array(fc.nat(100_000)), (some, others) => {
      const writer = new Writer();
      sketchOf(some).encode(writer);
      const merged = sketchOf(others);
      merged.decode(new Reader(writer.take()));
      const whole = sketchOf([...some, ...others]);
      for (const quantile of [0.5, 0.95, 0.99]) assert.equal(merged.quantile(quantile), whole.quantile(quantile));
      assert.equal(merged.count, some.length + others.length);
    }),
  );
});

test('an empty sketch has no quantiles', () => {
  assert.equal(new Sketch().quantile(0.5), undefined);
});

test('the longest response time still has a bin', () => {
  const found = sketchOf([2 ** 31 - 1]).quantile(1) ?? 0;
  assert.ok(Math.abs(found / 2 ** 31 - 1) < 0.02);
});
