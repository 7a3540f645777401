import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { total } from '../../lib/histogram.ts';
import { Sketch } from '../../lib/sketch.ts';
import type { Agent, Application } from '../application.ts';
import { coversOf, decodeMinute, decodeSketches, encodeMinute, encodeSketches } from './codec.ts';
import { mergeMinutes, mergeSketches } from './merge.ts';
import { Minute } from './minute.ts';

const shop: Application = { service: 'DEFAULT', name: 'shop', type: 1210 };
const peers: readonly Application[] = ['orders', 'users', '__proto__'].map((name) => ({ ...shop, name }));
const agentOf = (agentId: string): Agent => ({ application: shop, agentId, agentName: agentId, startTime: 5 });
const [one, other] = [agentOf('shop-1'), agentOf('shop-2')];

const call = fc.record({
  what: fc.constantFrom('response' as const, 'out' as const, 'in' as const, 'host' as const),
  who: fc.nat({ max: 2 }),
  elapsed: fc.nat({ max: 9_000 }),
  failed: fc.boolean(),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

function counted(calls: readonly Call[]): Minute {
  const minute = new Minute();
  for (const { what, who, elapsed, failed } of calls) {
    const peer = peers[who] ?? shop;
    if (what === 'response') minute.response(who === 0 ? one : other, shop, elapsed, failed);
    else if (what === 'out') minute.callOut(peer, `host-${elapsed % 3}`, elapsed, failed);
    else if (what === 'in') minute.callIn(peer, shop, elapsed, failed);
    else minute.accept(`host-${who}`, peer);
  }
  return minute;
}

const parts = fc.array(fc.array(call, { maxLength: 30 }), { minLength: 1, maxLength: 5 });

test('merging what was counted apart equals counting together, in any order and any grouping', () => {
  fc.assert(
    fc.property(parts, (all) => {
      const together = mergeMinutes([encodeMinute(counted(all.flat()))], 0);
      const values = all.map((calls) => encodeMinute(counted(calls)));
      assert.deepEqual(mergeMinutes(values, 0), together);
      assert.deepEqual(mergeMinutes(values.toReversed(), 0), together);
      const [first, ...rest] = values;
      if (first !== undefined) assert.deepEqual(mergeMinutes([mergeMinutes(rest, 7), first], 0), together);
    }),
    { numRuns: 100 },
  );
});

test('the same holds for quantiles', () => {
  fc.assert(
    fc.property(parts, (all) => {
      const together = mergeSketches([encodeSketches(counted(all.flat()))], 0);
      const values = all.map((calls) => encodeSketches(counted(calls)));
      assert.deepEqual(mergeSketches([mergeSketches(values.slice(1), 0), ...values.slice(0, 1)], 0), together);
    }),
    { numRuns: 100 },
  );
});

test('a merged row says what it covers, a part covers nothing', () => {
  const part = encodeMinute(counted([]));
  assert.equal(coversOf(part), 0);
  assert.equal(coversOf(mergeMinutes([part, part], 300)), 300);
});

test('ever new names end up as others, and no call is lost', () => {
  const values = Array.from({ length: 3 }, (_, round) => {
    const minute = new Minute();
    for (let at = 0; at < 9_000; at++) minute.callOut({ ...shop, name: `${round}-${at}` }, '', 1, false);
    return minute;
  });
  let links = 0;
  let calls = 0;
  const names = new Set<string>();
  decodeMinute(mergeMinutes(values.map(encodeMinute), 0), {
    responses: () => {},
    agent: () => {},
    out: ({ name }, _, histogram) => {
      links++;
      calls += total(histogram);
      names.add(name);
    },
    in: () => {},
    host: () => {},
  });
  assert.equal(calls, 27_000);
  assert.ok(links <= 20_001);
  assert.ok(names.has('(other)'));
  const sketches = new Map<string, Sketch>();
  decodeSketches(mergeSketches(values.map(encodeSketches), 0), new Sketch(), (_, { name }) => {
    const sketch = sketches.get(name) ?? new Sketch();
    sketches.set(name, sketch);
    return sketch;
  });
  assert.ok(sketches.size <= 20_001);
  assert.equal(
    [...sketches.values()].reduce((sum, { count }) => sum + count, 0),
    27_000,
  );
});
