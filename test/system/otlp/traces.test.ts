import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { ExportTraceServiceRequestSchema, ExportTraceServiceResponseSchema } from '@finepoint/wire/otlp';
import { Api, lately } from '../api.ts';
import { eventually } from '../eventually.ts';
import { type RunningServer, startServer } from '../server.ts';
import { type Call, kind, requestOf, spansOf } from './shop.ts';

const PROTOBUF = 'application/x-protobuf';

/** A request to a shop that asks a stock, which asks a database and tells a queue. */
const shop: readonly Call[] = [
  {
    id: 1,
    kind: kind.SERVER,
    name: 'GET /order',
    elapsed: 90.25,
    tells: {
      'url.path': '/order/7',
      'server.address': 'shop.example',
      'client.address': '10.0.0.9',
      'http.response.status_code': 200,
    },
  },
  { id: 2, parent: 1, kind: kind.INTERNAL, name: 'OrderController.show', at: 1, elapsed: 88, tells: { 'user.id': 42 } },
  {
    id: 3,
    parent: 2,
    kind: kind.CLIENT,
    name: 'GET',
    at: 2,
    elapsed: 70,
    tells: { 'server.address': 'stock', 'server.port': 8080, 'url.full': 'http://stock:8080/items?token=abcdef' },
  },
];
const stock: readonly Call[] = [
  { id: 4, parent: 3, kind: kind.SERVER, name: 'GET /items', at: 5, elapsed: 60, tells: { 'url.path': '/items' } },
  {
    id: 5,
    parent: 4,
    kind: kind.CLIENT,
    name: 'SELECT items',
    at: 6,
    elapsed: 40.5,
    tells: {
      'db.system': 'postgresql',
      'db.name': 'stock',
      'db.statement': 'SELECT * FROM items WHERE id = ?',
      'net.peer.name': 'db',
      'net.peer.port': 5432,
    },
    more: {
      status: { code: 2, message: 'deadlock' },
      events: [
        {
          name: 'exception',
          timeUnixNano: 1n,
          attributes: [
            { key: 'exception.type', value: { value: { case: 'stringValue', value: 'org.postgresql.PSQLException' } } },
            { key: 'exception.message', value: { value: { case: 'stringValue', value: 'deadlock detected' } } },
          ],
        },
      ],
    },
  },
  {
    id: 6,
    parent: 4,
    kind: kind.PRODUCER,
    name: 'orders publish',
    at: 50,
    elapsed: 2,
    tells: { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders', 'server.address': 'kafka' },
  },
];
const mailer: readonly Call[] = [
  {
    id: 7,
    parent: 6,
    kind: kind.CONSUMER,
    name: 'orders process',
    at: 70,
    elapsed: 5,
    tells: { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' },
  },
];

describe('OpenTelemetry over HTTP', () => {
  let server: RunningServer;
  let api: Api;
  const post = (
    body: Uint8Array | string,
    headers: Record<string, string> = {},
    path = '/v1/traces',
  ): Promise<Response> =>
    fetch(`http://127.0.0.1:${server.otlp.http}${path}`, {
      method: 'POST',
      headers: { 'content-type': PROTOBUF, ...headers },
      body,
    });
  const send = async (traceId: string): Promise<void> => {
    const began = Date.now() - 100;
    // The callee's spans come first, as they do when the caller still runs.
    for (const part of [
      spansOf('stock', traceId, began, stock),
      spansOf('shop', traceId, began, shop),
      spansOf('mailer', traceId, began, mailer),
    ]) {
      const response = await post(requestOf(part));
      assert.equal(response.status, 200, await response.text());
    }
  };

  before(async () => {
    server = await startServer();
    api = new Api(server);
  });
  after(() => server.stop());

  test('spans of three processes are one call tree, exact to the microsecond', async () => {
    const traceId = randomBytes(16).toString('hex');
    await send(traceId);
    const trace = await api.trace(traceId);
    assert.equal(trace.state, 'complete');
    assert.deepEqual(
      trace.rows.map(
        ({ depth, kind: of, title, argument, elapsed }) => `${' '.repeat(depth)}${of} ${title} ${argument} ${elapsed}`,
      ),
      [
        'server GET /order /order/7 90.25',
        ' method OrderController.show  88',
        '  http GET http://stock:8080/items?token=****** 70',
        '   server GET /items /items 60',
        '    sql SELECT items SELECT * FROM items WHERE id = ? 40.5',
        '    queue orders publish  2',
        '     server orders process orders process 5',
      ],
    );
    const sql = trace.rows[4];
    assert.deepEqual(
      [sql?.failed, sql?.exception],
      [true, { className: 'org.postgresql.PSQLException', message: 'deadlock detected', chain: [] }],
    );
  });

  test('make a map without guessing: the stock is joined by the id of the call to it', async () => {
    await send(randomBytes(16).toString('hex'));
    const { links, nodes } = await eventually(
      () => api.map({ name: 'shop', type: 'OPENTELEMETRY_SERVER' }, lately()),
      ({ links: found }) => assert.ok(found.length >= 5, JSON.stringify(found.map(({ from, to }) => [from, to]))),
    );
    assert.deepEqual(links.map(({ from, to }) => `${from} → ${to}`).sort(), [
      'DEFAULT^orders^KAFKA_CLIENT → DEFAULT^mailer^OPENTELEMETRY_SERVER',
      'DEFAULT^shop^OPENTELEMETRY_SERVER → DEFAULT^stock^OPENTELEMETRY_SERVER',
      'DEFAULT^shop_OPENTELEMETRY_SERVER^USER → DEFAULT^shop^OPENTELEMETRY_SERVER',
      'DEFAULT^stock^OPENTELEMETRY_SERVER → DEFAULT^orders^KAFKA_CLIENT',
      'DEFAULT^stock^OPENTELEMETRY_SERVER → DEFAULT^stock^POSTGRESQL',
    ]);
    assert.ok(nodes.length >= 5);
  });

  test('the processes are agents, with what their resource tells', async () => {
    await send(randomBytes(16).toString('hex'));
    const agents = await eventually(
      () => api.agents(),
      (found) =>
        assert.ok(found.some(({ agentId, host, stored }) => agentId === 'shop-1' && host !== '' && stored > 0)),
    );
    const agent = agents.find(({ agentId }) => agentId === 'shop-1');
    assert.deepEqual(
      [agent?.state, agent?.host, agent?.version],
      ['running', 'shop-host', 'opentelemetry nodejs 2.0.1'],
    );
  });

  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    test(`a request compressed with ${encoding} is taken, and counts once when it comes twice`, async () => {
      const traceId = randomBytes(16).toString('hex');
      const body = compress(
        requestOf(spansOf(`once-${encoding}`, traceId, Date.now(), [{ id: 1, kind: kind.SERVER, name: 'once' }])),
      );
      for (let time = 0; time < 2; time++)
        assert.equal((await post(body, { 'content-encoding': encoding })).status, 200);
      const { items } = await eventually(
        () => api.transactions({ name: `once-${encoding}`, type: 'OPENTELEMETRY_SERVER' }, lately()),
        (found) => assert.ok(found.items.length > 0),
      );
      assert.equal(items.length, 1);
    });
  }

  test('JSON is taken as well, with ids in hexadecimal digits', async () => {
    const traceId = randomBytes(16).toString('hex');
    const request = fromBinary(
      ExportTraceServiceRequestSchema,
      requestOf(spansOf('json', traceId, Date.now(), [{ id: 9, kind: kind.SERVER, name: 'in JSON', elapsed: 3 }])),
    );
    const text = JSON.stringify(toJson(ExportTraceServiceRequestSchema, request), (key, value) =>
      /^(trace|span)Id$/.test(key) ? Buffer.from(value, 'base64').toString('hex') : value,
    );
    const response = await post(text, { 'content-type': 'application/json' });
    assert.deepEqual([response.status, await response.json()], [200, {}]);
    assert.equal((await api.trace(traceId)).rows[0]?.title, 'in JSON');
  });

  test('a span without ids is rejected alone, and the answer says so', async () => {
    const traceId = randomBytes(16).toString('hex');
    const calls: Call[] = [
      { id: 1, kind: kind.SERVER, name: 'good' },
      { id: 0, kind: kind.SERVER, name: 'bad' },
    ];
    const response = await post(requestOf(spansOf('partly', traceId, Date.now(), calls)));
    const { partialSuccess } = fromBinary(
      ExportTraceServiceResponseSchema,
      new Uint8Array(await response.arrayBuffer()),
    );
    assert.equal(partialSuccess?.rejectedSpans, 1n);
    assert.match(partialSuccess?.errorMessage ?? '', /span id/);
    assert.equal((await api.trace(traceId)).rows.length, 1);
  });

  test('what is no request is refused as the specification says', async () => {
    assert.equal((await post('{"resourceSpans": 1}', { 'content-type': 'application/json' })).status, 400);
    assert.equal((await post(Buffer.from([1, 2, 3]))).status, 400);
    assert.equal((await post('x', { 'content-type': 'text/plain' })).status, 415);
    assert.equal((await post('x', { 'content-encoding': 'br' })).status, 415);
    assert.equal((await post('x', {}, '/v1/nothing')).status, 404);
    assert.equal((await post(gzipSync(Buffer.alloc(70 * 1024 * 1024)), { 'content-encoding': 'gzip' })).status, 413);
    assert.equal((await post(JSON.stringify(nested(500)), { 'content-type': 'application/json' })).status, 400);
    assert.equal((await fetch(`http://127.0.0.1:${server.otlp.http}/v1/traces`)).status, 405);
  });
});

const nested = (depth: number): object => (depth === 0 ? {} : { resourceSpans: [nested(depth - 1)] });
