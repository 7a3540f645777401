import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSpans } from '../../../../test/captures/spans.ts';
import { MemoryKv } from '../../kv/memory.ts';
import { hex } from '../../lib/bytes.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { isServer } from '../../lib/service-type.ts';
import { HOUR, MINUTE, type Millis, millis } from '../../lib/time.ts';
import {
  type Agent,
  type Application,
  applicationHash,
  applicationKey,
  DEFAULT_SERVICE,
} from '../../store/application.ts';
import { fill } from '../../store/map/recount.ts';
import { MapStore } from '../../store/map/store.ts';
import { decodeMessage } from '../../store/span/decode.ts';
import { SpanFacts } from '../../store/span/facts.ts';
import type { Received } from '../../store/span/span.ts';
import { SpanStore } from '../../store/span/store.ts';
import { SpanWriter } from '../../store/span-writer.ts';
import { newWriterId } from '../../store/writer-id.ts';
import { buildMap } from '../map/build.ts';
import { viewMap } from '../map/view.ts';
import type { TraceFilter } from '../schema/filter.ts';
import { FilterRun } from './run.ts';

const START = millis(Date.UTC(2026, 10, 24, 9, 58));
const END = millis(START + 10 * MINUTE);
const WIDE = { inbound: 4, outbound: 4, bidirectional: true, wasOnly: false };

/** A capture as it was stored, its messages received within some minutes over the turn of a slot and an hour. */
async function stored(capture: string) {
  const kv = new MemoryKv();
  const writer = new SpanWriter(kv, newWriterId(START));
  const applications = new Map<string, Application>();
  const agents = new Map<string, Agent>();
  const messages = readSpans(capture);
  for (const [place, { raw, headers, agentId }] of messages.entries()) {
    const at = millis(START + Math.floor((place / messages.length) * 5 * MINUTE));
    const service = headers.servicename ?? DEFAULT_SERVICE;
    const named = { service, name: headers.applicationname ?? '', type: -1 };
    const { message } = decodeMessage(raw, { application: named, agentId, agentName: agentId, startTime: 1 }, at);
    const application = { ...named, type: message.applicationType };
    applications.set(hex(applicationHash(application)), application);
    const agent = getOrMake(agents, `${agentId} ${applicationKey(application)}`, () => ({
      application,
      agentId,
      agentName: agentId,
      startTime: 1,
    }));
    const facts = new SpanFacts();
    fill(facts, { agent, receivedAt: at, message }, undefined, writer);
    facts.bytes = raw;
    facts.to = raw.length;
    writer.add(facts);
  }
  await writer[Symbol.asyncDispose]();
  return {
    map: new MapStore(kv),
    spans: new SpanStore(kv, async (hash) => applications.get(hex(hash))),
    applications: [...applications.values()],
  };
}

type Stored = Awaited<ReturnType<typeof stored>>;

async function filtered(
  { spans, applications }: Stored,
  filters: readonly TraceFilter[],
  from = START,
  to: Millis = END,
) {
  const run = new FilterRun({
    applications: applications.filter(({ type }) => isServer(type)),
    from,
    to,
    filters: filters.map((filter) => ({ ...filter, addresses: new Set<string>() })),
  });
  await run.scan(spans);
  return run;
}

async function mapOf(counts: Pick<MapStore, 'stretch'>, { applications }: Stored, from = START, to: Millis = END) {
  const center = applications.find(({ name }) => name === 'MIX-NODE') ?? (applications[0] as Application);
  const graph = await buildMap(center, WIDE, {
    read: (application) => counts.stretch(application, from, to, MINUTE),
    resolve: (parent) => applications.find(({ name, type }) => name === parent.name && type === parent.type) ?? parent,
    agentsOf: () => 1,
  });
  const { nodes, links } = viewMap(graph, { from, to });
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  return { nodes: nodes.toSorted(byKey), links: links.toSorted(byKey) };
}

for (const capture of ['mixed-chain', 'java-agent', 'python-agent']) {
  test(`with no filter, the map of the raw traces of ${capture} is the map of the statistics`, async () => {
    const store = await stored(capture);
    const run = await filtered(store, []);
    assert.equal(run.progress.end, 'complete');
    assert.deepEqual(await mapOf(run.counts, store), await mapOf(store.map, store));
  });
}

test('also for any part of the range', async () => {
  const store = await stored('mixed-chain');
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 6 }), async (skip, length) => {
      const from = millis(START + skip * MINUTE);
      const to = millis(from + length * MINUTE);
      const run = await filtered(store, [], from, to);
      assert.deepEqual(await mapOf(run.counts, store, from, to), await mapOf(store.map, store, from, to));
    }),
    { numRuns: 15 },
  );
});

const NODE = 'DEFAULT^MIX-NODE^NODE';
const JAVA = 'DEFAULT^MIX-JAVA^SPRING_BOOT';
const PYTHON = 'SHOP^MIX-PYTHON^PYTHON';

const spansOf = (run: FilterRun, store: Stored, name: string): readonly Received[] =>
  run.spansOf(store.applications.find((one) => one.name === name) as Application);

test('a filter of a link keeps the whole transactions that went over it, and every call of the map is one of theirs', async () => {
  const store = await stored('mixed-chain');
  const run = await filtered(store, [{ from: NODE, to: JAVA }]);
  assert.ok(run.progress.matched > 0 && run.progress.matched < run.progress.traces, JSON.stringify(run.progress));
  const { links } = await mapOf(run.counts, store);
  const keys = links.map(({ key }) => key);
  assert.ok(keys.includes(`${NODE}~${JAVA}`));
  assert.ok(keys.includes(`${JAVA}~DEFAULT^shop^MYSQL`), 'what happened behind the link is there');
  const traces = new Set(spansOf(run, store, 'MIX-JAVA').map(({ message }) => message.traceId));
  assert.ok(spansOf(run, store, 'MIX-NODE').every(({ message }) => traces.has(message.traceId)));
});

test('filters narrow: each finds no more than without it, and success and failed share out all', async () => {
  const store = await stored('mixed-chain');
  const matched = async (...filters: TraceFilter[]) => (await filtered(store, filters)).progress.matched;
  const all = await matched({ to: PYTHON });
  assert.ok(all > 0);
  assert.equal(await matched({ to: PYTHON }, { from: JAVA, to: PYTHON }), await matched({ from: JAVA, to: PYTHON }));
  assert.ok((await matched({ to: PYTHON, atLeast: 50 })) <= all);
  assert.equal(await matched({ to: PYTHON, atLeast: 1_000_000 }), 0);
  assert.equal(await matched({ to: PYTHON, path: '/**' }), all);
  assert.equal(await matched({ to: PYTHON, path: '/no/such/*' }), 0);
  assert.equal(await matched({ to: PYTHON, toAgent: 'nobody' }), 0);
  assert.ok(
    (await matched({ to: PYTHON, result: 'success' })) + (await matched({ to: PYTHON, result: 'failed' })) >= all,
  );
});

test('calls of users and calls to databases are links as well', async () => {
  const store = await stored('mixed-chain');
  const users = await filtered(store, [{ from: 'DEFAULT^MIX-NODE_NODE^USER', to: NODE }]);
  assert.ok(users.progress.matched > 0);
  const database = await filtered(store, [{ from: JAVA, to: 'DEFAULT^shop^MYSQL' }]);
  assert.ok(database.progress.matched > 0);
  const { nodes } = await mapOf(database.counts, store);
  assert.ok(nodes.some(({ key }) => key === 'DEFAULT^shop^MYSQL'));
});

test('a run that was stopped keeps what it found', async () => {
  const store = await stored('mixed-chain');
  const run = new FilterRun({ applications: store.applications, from: START, to: millis(START + HOUR), filters: [] });
  run.stop();
  await run.scan(store.spans);
  assert.equal(run.progress.end, 'stopped');
});
