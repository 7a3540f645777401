import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import type { Annotation, AnnotationValue, Received } from '../../store/span/span.ts';
import { PackedTrace, Trace, type TraceRow } from '../schema/trace.ts';
import { alignTrace } from './align.ts';
import type { NameSource } from './names.ts';
import { packTrace } from './pack.ts';
import { agent, chunk, event, ms, namesOf, span, traces } from './trace.test-data.ts';
import { viewTrace } from './view.ts';

const nothing: NameSource = {
  api: () => undefined,
  sql: () => undefined,
  sqlUid: () => undefined,
  string: () => undefined,
};
const view = (received: readonly Received[], names = nothing, now = ms(3_600_000)) =>
  viewTrace(alignTrace(received, { now }), names);

/** The first trace of a capture that has a span of this path. */
function viewCapture(capture: string, path: string): Trace {
  const found = traces(capture).find(({ received }) =>
    received.some(({ message }) => message.kind === 'span' && message.rpc === path),
  );
  assert.ok(found, path);
  return view(found.received, namesOf(capture));
}

const line = ({ depth, kind, className, title, argument, api }: TraceRow): string =>
  `${'  '.repeat(depth)}${kind} ${api} ${className && `${className}.`}${title}${argument && ` | ${argument}`}`;

test('a request through four languages reads like this', () => {
  const trace = viewCapture('mixed-chain', '/chain');
  assert.deepEqual(trace.rows.map(line), [
    'server NODE Node Server Process | /chain',
    '  method EXPRESS express.route.GET',
    '    http ASYNC_HTTP_CLIENT http.request',
    '      async ASYNC Asynchronous Invocation',
    '        http ASYNC_HTTP_CLIENT GET | 127.0.0.1:28097/chain',
    '          server TOMCAT Servlet Process | /chain',
    '            method TOMCAT_METHOD StandardHostValve.invoke(Request request, Response response)',
    '              method SPRING FrameworkServlet.doGet(HttpServletRequest request, HttpServletResponse response)',
    '                method HIKARICP HikariDataSource.getConnection()',
    '                  method HIKARICP HikariPool.HikariPool(HikariConfig config)',
    '                    sql MYSQL NonRegisteringDriver.connect(String url, Properties info) | jdbc:mysql://127.0.0.1:33306/shop?useSSL=false&allowPublicKeyRetrieval=true',
    '                sql MYSQL ConnectionImpl.prepareStatement(String sql) | select count(*) from users where id > ?',
    '                sql MYSQL ClientPreparedStatement.executeQuery() | select count(*) from users where id > ?',
    '                http JDK_HTTPCONNECTOR HttpURLConnection.connect() | http://127.0.0.1:28098/chain',
    '                  http JDK_HTTPCONNECTOR HttpURLConnection.plainConnect0() | 127.0.0.1:28098',
    '                  server PYTHON Flask HTTP Server | /chain',
    '                    method PYTHON_METHOD chain',
    '                      sql MYSQL pymysql.cursors.Cursor.execute | select count(*) from users where id > 0',
    '                      http PYTHON_REMOTE_METHOD requests.sessions.Session.send | http://127.0.0.1:28099/chain',
    '                        server GO HTTP Server | /chain',
    '                          method GO_FUNCTION main.chain()',
    '                            sql MYSQL StmtQueryContext | select count(*) from users where id > ?',
    '                http JDK_HTTPCONNECTOR HttpURLConnection.getHeaderField(int n)',
  ]);
  assert.deepEqual(
    trace.applications.map(({ serviceName, applicationName }) => `${serviceName} ${applicationName}`),
    ['DEFAULT MIX-NODE', 'DEFAULT MIX-JAVA', 'SHOP MIX-PYTHON', 'DEFAULT MIX-GO'],
  );
  assert.deepEqual(
    trace.agents.map(({ agentName }) => agentName),
    ['node-1', 'java-1', 'python-1', 'go-1'],
  );
  assert.deepEqual([trace.state, trace.startTime, trace.elapsed], ['complete', 1795419052019, 3148]);
});

test('every trace that agents recorded can be answered by the API', () => {
  for (const capture of [
    'java-agent',
    'python-agent',
    'go-agent',
    'mixed-chain',
    'node-agent/v1.4.2-express4',
    'node-agent/v1.4.2-koa2-ioredis5',
  ]) {
    const names = namesOf(capture);
    for (const { received } of traces(capture)) {
      const trace = view(received, names);
      assert.deepEqual([...Value.Errors(Trace, trace)], []);
      assert.deepEqual([...Value.Errors(PackedTrace, packTrace(trace))], []);
      assert.doesNotThrow(() => JSON.stringify(trace));
      for (const [place, row] of trace.rows.entries()) {
        assert.equal(row.id, place);
        assert.equal(row.depth, row.parent === -1 ? 0 : (trace.rows[row.parent]?.depth ?? NaN) + 1);
        assert.ok(!row.title.includes('not received'), `${capture} ${row.title}`);
      }
    }
  }
});

test('a statement has its literals and binds put back', () => {
  const sql = viewCapture('go-agent', '/users/2').rows.find((row) => row.sql !== null)?.sql;
  assert.deepEqual(sql, {
    text: "select name from users where id = ? and city <> 'nowhere' limit 10",
    normalized: "select name from users where id = ? and city <> '0$' limit 1#",
    binds: ['2'],
  });
});

test('an exception has its class, where the agent caught it', () => {
  const rows = viewCapture('java-agent', '/fail').rows;
  assert.deepEqual(
    rows.map(({ failed, exception }) => [failed, exception?.className.split('.').at(-1) ?? null]),
    [
      [true, null],
      [false, null],
      [true, 'NestedServletException'],
      [false, null],
    ],
  );
  assert.deepEqual(
    rows[0]?.details.find(({ name }) => name === 'error'),
    { name: 'error', value: 'exception, HTTP status' },
  );
});

const annotated = (...annotations: Annotation[]) =>
  view([span({ events: [event(0, 1, 0, { annotations, serviceType: 9052 })] })]).rows[1];
const detail = (key: number, value: AnnotationValue) =>
  annotated({ key, value })?.details.map(({ name, value: text }) => `${name}: ${text}`);

test('annotations are shown under their names', () => {
  assert.deepEqual(detail(46, { type: 'int', value: 404 }), ['http.status.code: 404']);
  assert.deepEqual(detail(46, { type: 'string', value: '200 OK' }), ['http.status.code: 200 OK']);
  assert.deepEqual(detail(47, { type: 'stringString', text1: 'accept', text2: '*/*' }), [
    'http.req.header: accept=*/*',
  ]);
  assert.deepEqual(detail(49, { type: 'intBooleanIntBoolean', int1: 4, boolean1: true, int2: -1, boolean2: false }), [
    'http.io: write: 4 ms (failed), read: unknown',
  ]);
  assert.deepEqual(
    detail(300, {
      type: 'longIntIntByteByteString',
      long: 1795418796713n,
      int1: 2,
      int2: 123000,
      byte1: -1,
      byte2: 40,
      text: '',
    }),
    ['PROXY_HTTP_HEADER: Nginx, received 2026-11-23T07:26:36.713Z, duration 123 ms, busy 40 %'],
  );
  assert.deepEqual(
    detail(300, { type: 'longIntIntByteByteString', long: 2n ** 62n, int1: 9, int2: 0, byte1: 0, byte2: 0, text: 'x' }),
    ['PROXY_HTTP_HEADER: proxy 9 x'],
  );
  assert.deepEqual(detail(77_777, { type: 'bytes', value: Uint8Array.of(1, 255) }), ['annotation 77777: 01ff']);
  assert.deepEqual(detail(12, { type: 'string', value: 'is the title' }), []);
});

test('attributes are shown by their keys, whatever the keys are', () => {
  const attributes = [
    {
      key: '__proto__',
      value: {
        list: [
          { key: '__proto__', value: 1n },
          { key: 'big', value: 2n ** 60n },
        ],
      },
    },
    { key: 'list', value: ['a', true, 1.5] },
    { key: 'text', value: 'plain' },
  ];
  const [, row] = view([span({ events: [event(0, 1, 0, { attributes })] })]).rows;
  assert.deepEqual(row?.details, [
    { name: '__proto__', value: '{"__proto__":1,"big":"1152921504606846976"}' },
    { name: 'list', value: '["a",true,1.5]' },
    { name: 'text', value: 'plain' },
  ]);
});

test('arguments that the agent keeps as texts are looked up', () => {
  const names: NameSource = { ...nothing, string: (_, id) => (id === 4 ? 'kept' : undefined) };
  const annotations: Annotation[] = [
    { key: -1, value: { type: 'string', value: 'said' } },
    { key: -31, value: { type: 'int', value: 4 } },
    { key: -32, value: { type: 'int', value: 5 } },
  ];
  const [, row] = view([span({ events: [event(0, 1, 0, { annotations })] })], names).rows;
  assert.equal(row?.argument, 'said, kept, text 5 (not received)');
});

test('names that have not come are said to be missing', () => {
  const annotations: Annotation[] = [
    { key: 25, value: { type: 'bytesStringString', bytes: Uint8Array.of(0xab), text1: '1', text2: 'x' } },
  ];
  const [, row] = view([span({ events: [event(0, 1, 0, { apiId: 9, annotations, exception: true })] })]).rows;
  assert.deepEqual(
    [row?.title, row?.exception?.className, row?.sql?.text],
    ['method 9 (not received)', 'class 3 (not received)', 'SQL ab (not received)'],
  );
});

test('what is missing has the application of what it hangs on, and no agent', () => {
  const caller = span({ events: [event(0, 1, 1, { nextSpanId: 7n })] });
  const behind = span({ id: 2n, parent: 7n, agent: agent('b') });
  const { rows, applications } = view([caller, behind, chunk({ id: 1n, async: 9, events: [event(0, 1, 2)] })]);
  const missing = rows.filter(({ kind }) => kind === 'missing');
  assert.deepEqual(
    missing.map(({ agent: of, application, spanId }) => [of, applications[application]?.applicationName, spanId]),
    [
      [-1, 'A', ''],
      [-1, 'A', ''],
    ],
  );
  assert.deepEqual(missing[0]?.details, [
    { name: 'missing', value: 'hop' },
    { name: 'state', value: 'lost' },
    { name: 'hidden', value: '0' },
    { name: 'spanId', value: '7' },
  ]);
});

test('times count from the root, also before it where clocks differ', () => {
  const caller = span({ elapsed: 50, events: [event(0, 1, 10, { nextSpanId: 2n })] });
  const trace = view([caller, span({ id: 2n, parent: 1n, agent: agent('b'), at: -20, elapsed: 30 })]);
  assert.deepEqual(
    trace.rows.map(({ start }) => start),
    [0, 10, -20],
  );
  assert.deepEqual([trace.startTime, trace.elapsed], [ms(0), 70]);
});

test('100,000 calls are aligned and shown in time', () => {
  const annotations: Annotation[] = [
    { key: 20, value: { type: 'intStringString', int: 1, text1: 'kim,20', text2: '7' } },
  ];
  const names: NameSource = { ...nothing, sql: () => "select * from users where id = ? and name = '0$' and age > 1#" };
  const events = Array.from({ length: 100_000 }, (_, place) =>
    event(place, 1 + (place % 2_000), place, { annotations }),
  );
  const started = performance.now();
  const { rows } = view([span({ events })], names);
  assert.equal(rows.length, 100_001);
  assert.ok(performance.now() - started < 3000, 'with room for a busy machine');
});
