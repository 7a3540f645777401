import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SpanEvent } from '../../store/span/span.ts';
import { gather, type Hop } from '../trace/gather.ts';
import { chunk, event, span } from '../trace/trace.test-data.ts';
import { spend } from './spend.ts';

/** Where the time of the first span goes: `sequence` of events, `span` for itself; those of other hops with their id. */
function spentBy(hops: readonly Hop[], callee: (event: SpanEvent) => Hop | undefined = () => undefined) {
  const places = new Map<string, number>();
  const [first] = hops;
  assert.ok(first);
  spend(
    first,
    callee,
    () => [],
    (hop, event, ms) => {
      const key = `${hop === first ? '' : `${hop.spanId}:`}${event?.sequence ?? 'span'}`;
      places.set(key, (places.get(key) ?? 0) + ms);
    },
  );
  return Object.fromEntries([...places].map(([key, ms]) => [key, Math.round(ms * 100) / 100]));
}

test('each call gets what was not spent in the calls below it', () => {
  const events = [event(0, 1, 10, { elapsed: 60 }), event(1, 2, 20, { elapsed: 30 }), event(2, 1, 80, { elapsed: 5 })];
  assert.deepEqual(spentBy(gather([span({ elapsed: 100, events })])), { 0: 30, 1: 30, 2: 5, span: 35 });
});

test('the time of a call is spent where it led to, as far as it was spent there', () => {
  const hops = gather([
    span({ elapsed: 100, events: [event(0, 1, 10, { elapsed: 80, nextSpanId: 2n })] }),
    span({ id: 2n, parent: 1n, at: 15, elapsed: 70, events: [event(0, 1, 20, { elapsed: 60 })] }),
  ]);
  const callee = ({ nextSpanId }: SpanEvent) => hops.find(({ spanId }) => spanId === nextSpanId);
  assert.deepEqual(spentBy(hops, callee), { 0: 10, span: 20, '2:0': 60, '2:span': 10 });
});

test('calls that run at the same time share it, and what goes on behind the end is not waited for', () => {
  const hops = gather([
    span({
      elapsed: 100,
      events: [event(0, 1, 0, { elapsed: 0, asyncId: 1 }), event(1, 1, 0, { elapsed: 0, asyncId: 2 })],
    }),
    chunk({ async: 1, events: [event(0, 1, 0, { elapsed: 80 })] }),
    chunk({ async: 2, events: [event(0, 1, 0, { elapsed: 400 })] }),
  ]);
  const { span: own, 0: all } = spentBy(hops);
  assert.deepEqual([own, all], [0, 100]);
});

test('whatever agents and clocks say, the parts sum to the whole', () => {
  const call = fc.record({
    depth: fc.integer({ min: -1, max: 4 }),
    at: fc.integer({ min: -50, max: 300 }),
    elapsed: fc.nat(200),
  });
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 12 }),
      fc.array(call, { maxLength: 6 }),
      fc.nat(200),
      (calls, later, elapsed) => {
        const events = calls.map(({ depth, at, ...rest }, place) =>
          event(place, depth, at, { ...rest, ...(place === 2 && { nextSpanId: 2n }) }),
        );
        const async = later.map(({ depth, at, ...rest }, place) => event(place, depth, at, rest));
        const hops = gather([
          span({ elapsed, events }),
          chunk({ async: 7, events: async }),
          span({ id: 2n, parent: 1n, at: 30, elapsed: 90, events: async }),
        ]).toSorted((a, b) => Number(a.spanId - b.spanId));
        const callee = ({ nextSpanId }: SpanEvent) => hops.find(({ spanId }) => spanId === nextSpanId);
        const places = Object.values(spentBy(hops, callee));
        assert.ok(Math.abs(places.reduce((a, b) => a + b, 0) - elapsed) < 0.1 * Math.max(1, places.length));
        assert.ok(places.every((ms) => ms >= 0));
      },
    ),
  );
});
