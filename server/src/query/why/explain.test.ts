import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WhyShare, WhyTime } from '../schema/why.ts';
import { different, Random, slower, traffic } from './traffic.test-data.ts';

const shown = ({ value }: WhyShare | WhyTime): string => `${value.dimension} ${value.text}`;
const first = (list: readonly (WhyShare | WhyTime)[]): string | undefined => list[0] && shown(list[0]);

test('a statement that is slow in one agent: the agent is named, and the statement', async () => {
  const traces = traffic(1, 4_000, ({ agent, random }) =>
    agent === 'shop-3' && random.next() < 0.3 ? { statement: { id: 1, slower: 800 } } : {},
  );
  const why = await different(traces, slower(500));
  assert.equal(first(why.shares), 'agent shop-3');
  const [agent] = why.shares;
  assert.equal(agent?.share, 1);
  assert.ok(agent && agent.elsewhereShare > 0.15 && agent.elsewhereShare < 0.25);
  assert.ok(
    agent.also.some(({ text }) => text === 'host-of-shop-3'),
    'its host says nothing beyond',
  );
  assert.equal(first(why.times), 'sql SELECT users');
  assert.ok((why.times[0]?.share ?? 0) > 0.9);
  assert.equal(why.times.length, 1);
});

test('a statement that is asked again and again is shown with its calls', async () => {
  const traces = traffic(2, 3_000, ({ endpoint, random }) =>
    endpoint === '/orders' && random.next() < 0.5 ? { statement: { id: 0, slower: 300, calls: 14 } } : {},
  );
  const why = await different(traces, slower(250));
  assert.equal(first(why.shares), 'endpoint /orders/{id}');
  assert.equal(first(why.times), 'sql SELECT items');
  assert.equal(Math.round(why.times[0]?.calls ?? 0), 14);
  assert.equal(Math.round(why.times[0]?.elsewhereCalls ?? 0), 1);
});

test('an attribute that only the failed have, and their exception', async () => {
  const traces = traffic(3, 3_000, ({ plan, random }) => ({ failed: plan === 'gold' && random.next() < 0.2 }));
  const why = await different(traces, ({ message }) => message.error !== 0);
  assert.equal(first(why.shares), 'exception java.io.IOException');
  assert.deepEqual([why.shares[0]?.share, why.shares[0]?.elsewhereShare, why.shares[0]?.lift], [1, 0, null]);
  const others = [...why.shares.map(({ value }) => value), ...why.shares.flatMap(({ also }) => also)];
  assert.ok(
    others.some(({ text }) => text === 'http.param=plan=gold'),
    JSON.stringify(others),
  );
  assert.deepEqual(why.times, [], 'they are not slower');
});

test('time that is spent in another application is found there', async () => {
  const traces = traffic(4, 3_000, ({ random }) => (random.next() < 0.1 ? { callee: 600 } : {}));
  const why = await different(traces, slower(400));
  assert.equal(why.times[0]?.value.application.applicationName, 'order');
  assert.equal(why.times[0]?.value.dimension, 'method');
  assert.ok((why.times[0]?.share ?? 0) > 0.9);
});

test('what was asked for is no finding', async () => {
  const traces = traffic(5, 2_000);
  const why = await different(traces, ({ agent }) => agent.agentId === 'shop-2', { agent: true });
  assert.deepEqual(why.shares, []);
});

test('transactions that were selected at random have nothing in common', async () => {
  let false_ = 0;
  const runs = 60;
  for (let seed = 100; seed < 100 + runs; seed++) {
    const random = new Random(seed * 7);
    const share = [0.02, 0.1, 0.5][seed % 3] ?? 0.1;
    const why = await different(traffic(seed, 1_000), () => random.next() < share);
    if (why.shares.length + why.times.length > 0) false_++;
  }
  assert.ok(false_ <= 1, `${false_} of ${runs} selections of noise were explained`);
});

test('a few transactions are not explained, and the answer says which are too few', async () => {
  const traces = traffic(6, 400);
  let left = 3;
  assert.equal((await different(traces, () => left-- > 0)).few, 'selected');
  let others = 4;
  assert.equal((await different(traces, () => others-- <= 0)).few, 'elsewhere');
});

test('every transaction counts once, on one side', async () => {
  const traces = traffic(7, 1_000, () => ({ statement: { id: 2, slower: 20 } }));
  const random = new Random(1);
  const why = await different(traces, () => random.next() < 0.3);
  assert.equal(why.selected.transactions + why.elsewhere.transactions, 1_000);
});

test('samples of a finding are selected transactions that have it', async () => {
  const traces = traffic(8, 3_000, ({ agent }) => (agent === 'shop-1' ? { callee: 300 } : {}));
  const why = await different(traces, slower(250));
  const agents = new Map(traces.map(([own]) => [own?.message.traceId as string, own?.agent.agentId]));
  const samples = why.shares.find((one) => shown(one) === 'agent shop-1')?.samples ?? [];
  assert.equal(samples.length, 5);
  for (const { traceId, elapsed } of samples) {
    assert.equal(agents.get(traceId), 'shop-1');
    assert.ok(elapsed >= 250);
  }
});
