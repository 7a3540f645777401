import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTracePlaces, TracePlaces } from './trace-places.ts';

test('each trace has one row with all its places in order, however hashes collide', () => {
  const span = fc.record({
    high: fc.nat(2),
    low: fc.nat(3),
    app: fc.nat(3),
    slot: fc.nat(143),
    number: fc.nat(2 ** 40),
  });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 60 }), (spans) => {
      const places = new TracePlaces();
      // The low halves differ by multiples of every table size: they all fall into the same slot.
      const hashes = spans.map(({ high, low }) => Uint32Array.of(high, low * 65536));
      spans.forEach(({ app, slot, number }, at) => {
        places.add(hashes[at] ?? new Uint32Array(2), Buffer.alloc(8, app), slot, number);
      });
      const expected = Map.groupBy(spans, ({ high, low }) => `${high} ${low * 65536}`);
      const rows = places.rows();
      assert.equal(rows.length, expected.size);
      for (const { high, low, value } of rows) {
        assert.deepEqual(
          readTracePlaces(value).map(({ application, slot, number }) => [application[0], slot, number]),
          (expected.get(`${high} ${low}`) ?? []).map(({ app, slot, number }) => [app, slot, number]),
        );
      }
    }),
  );
});

test('many traces', () => {
  const places = new TracePlaces();
  for (let at = 0; at < 20_000; at++) places.add(Uint32Array.of(at % 5000, at % 5000), Buffer.alloc(8), 1, at);
  const rows = places.rows();
  assert.equal(rows.length, 5000);
  assert.ok(rows.every(({ value }) => readTracePlaces(value).length === 4));
});
