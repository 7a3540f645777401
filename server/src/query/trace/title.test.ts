import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NameSource } from './names.ts';
import { apiTitle, titleOf } from './title.ts';
import { agent } from './trace.test-data.ts';

const title = (info: string, type = 0) => {
  const { title: method, className } = apiTitle({ info, type, line: 0, location: '' });
  return [className, method];
};

test('a method is split into its class and its name, types lose their packages', () => {
  assert.deepEqual(
    title(
      'org.apache.catalina.core.StandardHostValve.invoke(org.apache.catalina.connector.Request request, java.lang.String... more)',
    ),
    ['StandardHostValve', 'invoke(Request request, String... more)'],
  );
  assert.deepEqual(title('com.zaxxer.hikari.pool.HikariPool.HikariPool(com.zaxxer.hikari.HikariConfig config)'), [
    'HikariPool',
    'HikariPool(HikariConfig config)',
  ]);
  assert.deepEqual(title('main.chain()'), ['main', 'chain()']);
  assert.deepEqual(title('a.B.c(java.util.Map<java.lang.String, d.E$F> map):12'), ['B', 'c(Map<String, E$F> map)']);
  assert.deepEqual(title('run()'), ['', 'run()']);
});

test('what is not a method is shown as it is', () => {
  assert.deepEqual(title('express.route.GET'), ['', 'express.route.GET']);
  assert.deepEqual(title('Servlet Process', 100), ['', 'Servlet Process']);
  assert.deepEqual(title('a.B.c()', 200), ['', 'a.B.c()']);
  assert.deepEqual(title('(odd)'), ['', '(odd)']);
  assert.deepEqual(title(''), ['', '']);
});

test('without a method the call is named by itself, or by its kind', () => {
  const names: NameSource = {
    api: () => undefined,
    sql: () => undefined,
    sqlUid: () => undefined,
    string: () => undefined,
  };
  const named = (apiId: number, annotation?: { key: number; value: { type: 'string'; value: string } }) =>
    titleOf({ apiId, serviceType: 9056, annotations: annotation ? [annotation] : [] }, agent('a'), names).title;
  assert.equal(named(0, { key: 12, value: { type: 'string', value: 'http.request' } }), 'http.request');
  assert.equal(named(0), 'ASYNC_HTTP_CLIENT');
  assert.equal(named(7), 'method 7 (not received)', 'and a name that has not come is not invented');
});
