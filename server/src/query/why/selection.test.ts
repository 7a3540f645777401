import assert from 'node:assert/strict';
import { test } from 'node:test';
import { millis } from '../../lib/time.ts';
import { agent, ms, span } from '../trace/trace.test-data.ts';
import { templateOf } from './endpoint.ts';
import { requestedRegions, type Selection, sideOf, stretchOf } from './selection.ts';

const base: Selection = {
  from: millis(ms(0)),
  to: millis(ms(1_000)),
  dots: undefined,
  agent: undefined,
  against: undefined,
};
const region = (from: number, to: number, slower = 0, status = 'all') =>
  `${ms(from)}-${ms(to)}-${slower}-max-${status}`;
const side = (changes: Partial<Selection>, of: Parameters<typeof span>[0], matches = true) =>
  sideOf({ ...base, ...changes }, matches, span(of));

test('what lies in a rectangle is selected, the rest of the range is compared with it', () => {
  const dots = requestedRegions(region(100, 200, 50));
  assert.equal(side({ dots }, { receivedAt: 150, elapsed: 60 }), true);
  assert.equal(side({ dots }, { receivedAt: 150, elapsed: 40 }), false);
  assert.equal(side({ dots }, { receivedAt: 200, elapsed: 60 }), false, 'the end of time is excluded');
  assert.equal(side({ dots }, { receivedAt: 1_000, elapsed: 60 }), undefined);
});

test('several rectangles, a status, an agent and filters all count', () => {
  const dots = requestedRegions(`${region(100, 200)},${region(300, 400, 0, 'failed')}`);
  assert.equal(side({ dots }, { receivedAt: 350 }), false);
  assert.equal(side({ dots }, { receivedAt: 350, more: { error: 1 } }), true);
  assert.equal(side({ dots, agent: 'b' }, { receivedAt: 150, agent: agent('a') }), false);
  assert.equal(side({ dots }, { receivedAt: 150 }, false), false);
});

test('with something to compare with, the rest is neither', () => {
  const [dots, against] = [requestedRegions(region(100, 200)), requestedRegions(region(500, 600))];
  assert.equal(side({ dots, against }, { receivedAt: 150 }), true);
  assert.equal(side({ dots, against }, { receivedAt: 550 }), false);
  assert.equal(side({ dots, against }, { receivedAt: 300 }), undefined);
  assert.deepEqual(stretchOf({ ...base, dots, against }), { from: ms(100), to: ms(600) });
  assert.deepEqual(stretchOf({ ...base, dots }), { from: ms(0), to: ms(1_000) });
});

test('what is no rectangle is refused', () => {
  assert.throws(() => requestedRegions('1-2-3'), { code: 'REQUEST_INVALID' });
  assert.throws(() => requestedRegions(new Array(9).fill(region(0, 1)).join()), { code: 'REQUEST_INVALID' });
  assert.equal(requestedRegions(''), undefined);
});

test('parts of a path that name one thing of many make one endpoint', () => {
  assert.equal(templateOf('/orders/42/items?x=1'), '/orders/{id}/items');
  assert.equal(templateOf('/u/0b5d1c1e-9b1a-4f0e-8d5b-3f2a8b6c7d9e'), '/u/{id}');
  assert.equal(templateOf('/api/v1/products'), '/api/v1/products');
  assert.equal(templateOf(''), '/');
});
