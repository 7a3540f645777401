import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Trace, TraceRow } from '../../server/src/query/schema/trace.ts';
import { Api } from './api.ts';
import { eventually } from './eventually.ts';
import { type Replay, replay } from './replay.ts';
import { type RunningServer, startServer } from './server.ts';

interface GoldenEvent {
  readonly from: 'span' | 'chunk';
  /** 0: that of the event before it. */
  readonly depth: number;
  readonly serviceType: number;
  readonly api: string | null;
  readonly nextSpanId: string | null;
  readonly endElapsed: number;
}

interface GoldenSpan {
  readonly application: string;
  readonly agent: string;
  readonly spanId: string;
  readonly rpc: string;
  readonly elapsed: number;
  readonly events: readonly GoldenEvent[];
  readonly children: readonly GoldenSpan[];
}

interface Golden {
  readonly transactionId: string;
  readonly expectedTree: readonly GoldenSpan[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../captures/mixed-chain/golden-transaction.json', import.meta.url), 'utf8'),
);

describe('one request through Node.js, Java, Python and Go', () => {
  let server: RunningServer;
  let api: Api;
  let range: Replay;
  let trace: Trace;

  before(async () => {
    server = await startServer();
    api = new Api(server);
    range = await replay('mixed-chain', server.ports);
    const read = () => api.trace(golden.transactionId);
    trace = await eventually(read, ({ state }) => assert.equal(state, 'complete'), 2_000);
  });

  after(() => server.stop());

  test('is one call tree, exactly as recorded', () => {
    assert.deepEqual(
      trace.rows.map(lineOf(trace)),
      golden.expectedTree.flatMap((span) => linesOf(span, 0)),
    );
  });

  test('names each hop by its application, its service and the name of its agent', () => {
    const named = trace.applications.map(({ serviceName, applicationName }) => `${serviceName}/${applicationName}`);
    assert.deepEqual(named, ['DEFAULT/MIX-NODE', 'DEFAULT/MIX-JAVA', 'SHOP/MIX-PYTHON', 'DEFAULT/MIX-GO']);
    assert.deepEqual(
      trace.agents.map(({ agentName }) => agentName),
      ['node-1', 'java-1', 'python-1', 'go-1'],
    );
  });

  test('begins where it is looked at from', async () => {
    const [root] = golden.expectedTree;
    const java = root?.children[0]?.spanId ?? '';
    const focused = await api.trace(golden.transactionId, { spanId: java, at: `${range.from}` });
    assert.equal(focused.rows[focused.focus]?.spanId, java);
    assert.equal(focused.rows.length, trace.rows.length);
  });

  test('joins the map although Python sends no Pinpoint-Host to Go', async () => {
    const wide = { from: range.from - 60_000, to: range.to + 60_000 };
    const { links } = await api.map({ name: 'MIX-NODE', type: 'NODE' }, wide, { inbound: '0', bidirectional: 'false' });
    const calls = new Map(links.map(({ from, to, histogram }) => [`${from} → ${to}`, histogram.total]));
    assert.equal(calls.get('DEFAULT^MIX-NODE^NODE → DEFAULT^MIX-JAVA^SPRING_BOOT'), 7);
    assert.equal(calls.get('DEFAULT^MIX-JAVA^SPRING_BOOT → SHOP^MIX-PYTHON^PYTHON'), 8);
    assert.equal(calls.get('SHOP^MIX-PYTHON^PYTHON → DEFAULT^MIX-GO^GO'), 8);
  });
});

/** A row as a line: what it is, its time, and how deep it lies. */
const lineOf =
  ({ applications, agents }: Trace) =>
  ({ depth, kind, application, agent, spanId, className, title, argument, elapsed }: TraceRow): string => {
    const of = `${applications[application]?.applicationName} ${agents[agent]?.agentId} ${spanId}`;
    const what = kind === 'server' ? `${of} ${argument}` : className === '' ? title : `${className}.${title}`;
    return `${' '.repeat(depth)}${what}: ${elapsed} ms`;
  };

interface Node {
  readonly line: string;
  readonly children: Node[];
}

const linesOf = (span: GoldenSpan, depth: number): string[] => printed(nodeOf(span), depth);

const printed = ({ line, children }: Node, depth: number): string[] => [
  `${' '.repeat(depth)}${line}`,
  ...children.flatMap((child) => printed(child, depth + 1)),
];

function nodeOf({ application, agent, spanId, rpc, elapsed, events, children }: GoldenSpan): Node {
  const top: Node = { line: `${application} ${agent} ${spanId} ${rpc}: ${elapsed} ms`, children: [] };
  const placed = place(
    top,
    events.filter(({ from }) => from === 'span'),
  );
  // The one chunk of the transaction is what the HTTP client of Node.js began.
  const began = placed.find(({ event }) => event.serviceType === ASYNC_HTTP_CLIENT_INTERNAL);
  if (began !== undefined) {
    const chunk = events.filter(({ from }) => from === 'chunk');
    placed.push(...place(began.node, chunk));
  }
  for (const { node, event } of placed) {
    node.children.push(...children.filter((child) => child.spanId === event.nextSpanId).map(nodeOf));
  }
  return top;
}

const ASYNC_HTTP_CLIENT = 9056;
const ASYNC_HTTP_CLIENT_INTERNAL = 9057;

/** Places events in the order of the wire below `top`, whose depth is 0 to them. */
function place(top: Node, events: readonly GoldenEvent[]): { readonly node: Node; readonly event: GoldenEvent }[] {
  const path = [top];
  let depth = 0;
  return events.map((event) => {
    depth = event.depth || depth;
    const node: Node = { line: `${nameOf(event)}: ${event.endElapsed} ms`, children: [] };
    path[depth - 1]?.children.push(node);
    path[depth] = node;
    return { node, event };
  });
}

/** Methods without the packages of their types; two events have no method but say themselves what they are. */
function nameOf({ api, serviceType }: GoldenEvent): string {
  if (serviceType === ASYNC_HTTP_CLIENT) return 'GET';
  if (api === null) return 'http.request';
  return api.includes('(') ? api.replace(/\b(?:[a-z]\w*\.)+(?=[A-Z])/g, '') : api;
}
