import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { AgentView } from '../../server/src/query/schema/agent.ts';
import type { ServerMap } from '../../server/src/query/schema/map.ts';
import { readCapture } from '../captures/read.ts';
import { Api, type Named, type Stretch } from './api.ts';
import { type CapturedAgent, capturedAgents, capturedTraces, captures } from './capture.ts';
import { around, type CountedMap, type Counts, countMap } from './counted-map.ts';
import { eventually } from './eventually.ts';
import { type Replay, replay } from './replay.ts';
import { type RunningServer, startServer } from './server.ts';

const typeNames: Record<number, string> = { 1210: 'SPRING_BOOT', 1400: 'NODE', 1700: 'PYTHON', 1800: 'GO' };

/** Childless ones are left out of complete call trees: nothing was measured in them. */
const unproductive = new Set([100, 6510]);
const unproductiveNames = new Set(['ASYNC', 'REACTOR']);

/** Answers to commands that nobody gave, as the recordings have them. */
const isAnswerToCommand = (rpc: string): boolean => /ProfilerCommandService\/Command/.test(rpc);

const NOT_FOUND = 5;

describe('recorded agents', { concurrency: 4 }, () => {
  for (const capture of captures) describe(capture, { concurrency: 1 }, () => replayed(capture));
});

function replayed(capture: string): void {
  const agents = capturedAgents(capture);
  const counted = countMap(capture);
  const traces = capturedTraces(capture);
  let server: RunningServer;
  let api: Api;
  let replayOf: Replay;
  let range: Stretch;

  before(async () => {
    server = await startServer();
    api = new Api(server);
    replayOf = await replay(capture, server.ports);
    range = { from: replayOf.from, to: replayOf.to + 1_000 };
    for (const application of applicationsOf(agents)) {
      const { total } = counted.nodes.get(keyOf(application)) as Counts;
      const dots = () => api.dots(application, range);
      await eventually(dots, ({ length }) => assert.equal(length, total, 'all is visible soon'), 2_000);
    }
  });

  after(() => server.stop());

  test('every call is answered as agents need it', () => {
    for (const { rpc, status, message, answers, cut } of replayOf.calls) {
      if (isAnswerToCommand(rpc)) assert.ok(cut || status === NOT_FOUND, `${rpc}: ${status} ${message}`);
      else if (!cut) assert.equal(status, 0, `${rpc}: ${message}`);
      // PResult.success is field 1.
      if (/\/Request/.test(rpc)) assert.deepEqual(answers, [Buffer.of(0x08, 0x01)], rpc);
      if (/SendSpanBatch/.test(rpc)) assert.deepEqual(answers, [Buffer.alloc(0)], 'nothing of the batch is rejected');
    }
  });

  test('every ping is answered by a ping', () => {
    const pings = replayOf.calls.filter(({ rpc }) => rpc === '/v1.Agent/PingSession');
    const answers = pings.reduce((sum, call) => sum + call.answers.length, 0);
    assert.equal(answers, pingsOf(capture));
  });

  test('all agents are listed as they describe themselves, with nothing lost, and as stopped', async () => {
    await eventually(
      () => api.agents(),
      (listed) => {
        const shown = listed.map(seenAgent);
        assert.deepEqual(sortedBy(shown, 'agentId'), sortedBy(agents.map(expectedAgent), 'agentId'));
      },
    );
  });

  test('all applications are listed with their types', async () => {
    const expected = new Set(agents.map(({ service, name, type }) => `${service}^${name}^${type}`));
    const listed = (await api.applications()).map(
      ({ serviceName, applicationName, serviceTypeCode }) => `${serviceName}^${applicationName}^${serviceTypeCode}`,
    );
    assert.deepEqual(listed.toSorted(), [...expected].sort());
  });

  test('the map around each application has the nodes, links and counts that its spans make', async () => {
    for (const application of applicationsOf(agents)) {
      // Minutes are what a map is counted by.
      const minutes = { from: range.from - 60_000, to: range.to + 60_000 };
      const { nodes, links, center } = await api.map(application, minutes);
      const expected = around(counted, center);
      assert.deepEqual(shown({ nodes: histograms(nodes), links: histograms(links) }), shown(expected));
    }
  });

  test('every span is a dot, every failed one a failed dot, and each is in the list of transactions', async () => {
    for (const application of applicationsOf(agents)) {
      const { total, errors, sum } = counted.nodes.get(keyOf(application)) as Counts;
      const dots = await api.dots(application, range);
      assert.equal(dots.length, total);
      assert.equal(dots.filter(({ failed }) => failed).length, errors);
      assert.equal(
        dots.reduce((all, { elapsed }) => all + elapsed, 0),
        sum,
      );
      assert.ok(dots.every(({ at }) => at >= replayOf.from && at < range.to));
      const { total: listed, items } = await api.transactions(application, range);
      assert.equal(listed, total);
      assert.equal(
        new Set(items.map(({ spanId, traceId, startTime }) => `${traceId} ${spanId} ${startTime}`)).size,
        total,
      );
      assert.ok(items.every(({ path }) => path.startsWith('/')));
    }
  });

  test('every trace has a call tree with all of its spans and calls, each by its name', async () => {
    for (const { id, spanIds, events } of traces) {
      const { rows } = await api.trace(id);
      const spans = rows.filter(({ kind }) => kind === 'server').map(({ spanId }) => spanId);
      assert.deepEqual(spans.toSorted(), spanIds.toSorted(), id);
      const calls = rows.filter(({ kind, api: type }) => !isApart(kind) && !unproductiveNames.has(type));
      assert.equal(calls.length, events.filter((type) => !unproductive.has(type)).length, id);
      for (const { title, exception } of rows)
        assert.doesNotMatch(`${title} ${exception?.className}`, /not received/, id);
    }
  });
}

const isApart = (kind: string): boolean => kind === 'server' || kind === 'missing';

const pingsOf = (capture: string): number =>
  readCapture(capture).filter(({ rpc, kind }) => rpc === '/v1.Agent/PingSession' && kind === 'message').length;

const expectedAgent = ({ service, name, type, sent, ...rest }: CapturedAgent) => ({
  serviceName: service,
  applicationName: name,
  serviceType: typeNames[type],
  serviceTypeCode: type,
  ...rest,
  state: 'shutdown',
  received: sent,
  stored: sent,
  rejected: {},
  paused: 0,
  lostAt: 0,
  lostReason: '',
});

/** As listed, without what a recording does not say. */
function seenAgent({ application, lastSeen, vmVersion, container, rejected, ...rest }: AgentView) {
  // The recordings have answers to commands of their own collector: they are told that nobody waits for them.
  const { COMMAND_UNKNOWN, ...ofSpans } = rejected;
  return { ...application, ...rest, rejected: ofSpans };
}

function applicationsOf(agents: readonly CapturedAgent[]): Named[] {
  const named = agents.map(({ service, name, type }) => ({ service, name, type: typeNames[type] ?? '' }));
  return [...new Map(named.map((one) => [keyOf(one), one])).values()];
}

const keyOf = ({ service, name, type }: Named): string => `${service}^${name}^${type}`;

const sortedBy = <T, K extends keyof T>(list: readonly T[], key: K): T[] =>
  list.toSorted((a, b) => String(a[key]).localeCompare(String(b[key])));

/** A map as lines that a failed test can show. */
const shown = ({ nodes, links }: CountedMap): string[] => [...lines('node', nodes), ...lines('link', links)];

const lines = (what: string, parts: ReadonlyMap<string, Counts>): string[] =>
  [...parts]
    .map(([key, { slots, errors, sum, max }]) => `${what} ${key}: ${slots} failed ${errors}, sum ${sum}, max ${max}`)
    .sort();

const histograms = (parts: ServerMap['nodes'] | ServerMap['links']): CountedMap['nodes'] =>
  new Map(parts.map(({ key, histogram }) => [key, histogram]));
