import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotationKey } from '../../../lib/annotation-key.ts';
import type { Annotation, Received } from '../../../store/span/span.ts';
import type { NameSource } from '../../trace/names.ts';
import { agent, chunk, event, span } from '../../trace/trace.test-data.ts';
import { parse } from '../language/parse.ts';
import type { Query } from '../language/query.ts';
import { isLike } from './accept.ts';
import { matches } from './matches.ts';

const text = (key: number, value: string): Annotation => ({ key, value: { type: 'string', value } });

const names: NameSource = {
  api: (_, id) =>
    id === 7 ? { info: 'com.shop.OrderService.place(Order order)', line: 1, type: 0, location: '' } : undefined,
  sql: (_, id) => (id === 5 ? "select * from orders where id = ? and kind = '0$'" : undefined),
  sqlUid: () => undefined,
  string: (_, id) => (id === 3 ? 'java.net.SocketTimeoutException' : undefined),
};

const order = span({
  agent: agent('order-1', 'order-api'),
  rpc: '/order/42',
  elapsed: 620,
  events: [
    event(0, 1, 0, {
      apiId: 7,
      exception: true,
      annotations: [text(annotationKey.HTTP_URL, 'http://pay:8080/charge/9?x=1')],
    }),
    event(1, 2, 1, {
      annotations: [
        { key: annotationKey.SQL_ID, value: { type: 'intStringString', int: 5, text1: 'gift', text2: '42' } },
      ],
      attributes: [
        { key: 'user.id', value: 42n },
        { key: 'tags', value: ['red', 'blue'] },
      ],
    }),
  ],
  more: {
    error: 6,
    remoteAddress: '10.0.0.7',
    parent: { service: 'DEFAULT', name: 'shop-web', type: 1400 },
    annotations: [
      { key: annotationKey.HTTP_STATUS, value: { type: 'int', value: 503 } },
      { key: 12_345, value: { type: 'boolean', value: true } },
    ],
  },
});
const calls = chunk({ events: [event(0, 1, 0, { attributes: [{ key: 'user.id', value: 42n }] })] });

function query(written: string): Query {
  const parsed = parse(written);
  if ('fault' in parsed) assert.fail(`${written}: ${parsed.fault.code}`);
  return parsed.query;
}

const facts = () => ({ host: 'node-7', version: '3.1.0' });
const found = (written: string, received: Received = order) => matches(query(written), { received, names, facts });

const finding = [
  ...[
    '',
    'app:order-api',
    'app:order-api@SPRING_BOOT',
    'service:DEFAULT',
    'agent:order-*',
    'caller:shop-web',
    'remote:10.0.*',
  ],
  ...[
    '/order',
    'ORDER/4',
    'endpoint:/order/42',
    'endpoint:/order/*',
    'path:/order/*',
    'http.url:/order/42',
    'http.url:/charge/*',
  ],
  ...[
    'http.url:http://pay*',
    'status:error',
    'status:503',
    'status:5xx',
    'status>=500',
    '-status:ok',
    'http.status.code:503',
  ],
  ...[
    'duration>500ms',
    'duration:620',
    'duration:0.5s..1s',
    '-duration<620ms',
    '46:503',
    'annotation.12345:true',
    '12345:*',
  ],
  ...['exception:timeout', 'exception:SocketTimeoutException', 'exception:java.net.*', 'exception:boom', 'exception:*'],
  ...['sql:"FROM orders"', `sql:"kind = 'gift'"`, 'sql:42', 'sql:select*', 'sql:*', 'method:orderservice'],
  ...[
    'user.id:42',
    'user.id:(41 OR 42)',
    'user.id>41',
    'user.id:40..43',
    'attribute.user.id:42',
    'tags:blue',
    'user.id:*',
  ],
  ...['host:node-7', 'version:3.*', 'nobody:x OR user.id:42', '-(nobody:x AND user.id:42)'],
];
for (const written of finding) test(`"${written}" finds the order`, () => assert.equal(found(written), true));

const missing = [
  ...[
    'app:order',
    'agent:order',
    'app:ORDER-API',
    'endpoint:/order',
    'endpoint:order/*',
    '/orders',
    'status:ok',
    'status:404',
  ],
  ...[
    'duration>620ms',
    'duration<620ms',
    'exception:NullPointer*',
    'exception:Timeout*',
    'sql:insert',
    'method:cancel',
  ],
  ...['user.id:4', 'user.id:4..41', 'attribute.http.status.code:503', 'tags:green', 'nobody:*', '-user.id:42'],
];
for (const written of missing) test(`"${written}" does not find the order`, () => assert.equal(found(written), false));

test('what must be looked up first cannot be told, unless something else decides', () => {
  const unnamed = (written: string) => matches(query(written), { received: order, names: undefined, facts });
  assert.equal(unnamed('app:order-api'), true);
  assert.equal(unnamed('sql:orders'), undefined);
  assert.equal(unnamed('-sql:orders'), undefined);
  assert.equal(unnamed('sql:orders duration>5s'), false);
  assert.equal(unnamed('sql:orders OR duration>500ms'), true);
  assert.equal(unnamed('exception:boom'), true);
});

test('calls that arrived apart cannot tell what their span is', () => {
  assert.equal(found('user.id:42', calls), true);
  assert.equal(found('user.id:43 app:order-api', calls), false);
  assert.equal(found('user.id:42 app:order-api', calls), undefined);
});

test('a pattern of many stars takes no longer than a look at each of its parts', () => {
  const begun = performance.now();
  assert.equal(isLike('a'.repeat(100_000), ['', ...Array.from({ length: 900 }, () => 'aaab'), '']), false);
  assert.equal(isLike('ab', ['ab', 'b']), false);
  assert.equal(isLike('abcbc', ['a', 'bc', 'c']), true);
  assert.equal(isLike('abc', ['a', 'bc', 'c']), false);
  assert.ok(performance.now() - begun < 500);
});
