import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categoryOf, isFast, isRpcClient, isServer, serviceType, typeNamed, typeOf } from './service-type.ts';
import { serviceTypeTable } from './service-type-table.ts';

const rows = serviceTypeTable.trim().split('\n');

test('every row of the table is a type with a code and a name of its own', () => {
  assert.equal(rows.length, 227);
  const codes = rows.map((row) => Number(row.split(' ')[0]));
  assert.equal(new Set(codes).size, rows.length);
  for (const code of codes) assert.equal(typeNamed(typeOf(code).name), typeOf(code));
});

test('types of one product share a description, not a name', () => {
  assert.equal(typeOf(2100).name, 'MYSQL');
  assert.equal(typeOf(2101).name, 'MYSQL_EXECUTE_QUERY');
  assert.equal(typeOf(2101).description, 'MYSQL');
  assert.equal(typeOf(8203).description, 'REDIS', 'what Go and Python send for Redis');
});

test('flags are those of the table', () => {
  const { terminal, queue, recordStatistics, includeDestinationId, alias } = typeOf(2101);
  assert.deepEqual([terminal, queue, recordStatistics, includeDestinationId, alias], [true, false, true, true, false]);
  assert.ok(typeOf(8660).queue);
  assert.ok(typeOf(9206).alias);
  assert.ok(!typeOf(2100).recordStatistics);
});

test('a code that nobody registered is a type named by its number', () => {
  assert.equal(typeOf(1234).name, 'TYPE_1234');
  assert.equal(typeOf(1234).category, 'SERVER');
  assert.equal(typeOf(3500).category, 'UNDEFINED');
  assert.equal(typeOf(-77).category, 'UNDEFINED');
  assert.equal(typeOf(2 ** 31).category, 'UNDEFINED');
  assert.deepEqual(typeNamed('TYPE_1234'), typeOf(1234));
  assert.equal(typeNamed('TYPE_1010'), typeOf(1010));
  assert.equal(typeNamed('NOBODY'), undefined);
  assert.equal(typeNamed('__proto__'), undefined);
});

test('categories begin and end where the ranges say', () => {
  const edges = [
    [-1, 'UNDEFINED'],
    [0, 'INTERNAL'],
    [999, 'INTERNAL'],
    [1000, 'SERVER'],
    [2999, 'DATABASE'],
    [3000, 'UNDEFINED'],
    [4999, 'UNDEFINED'],
    [5000, 'LIBRARY'],
    [7999, 'LIBRARY'],
    [8000, 'CACHE'],
    [8299, 'CACHE'],
    [8300, 'MESSAGE_BROKER'],
    [8800, 'HBASE'],
    [8900, 'CACHE_SANDBOX'],
    [9000, 'RPC'],
    [9999, 'RPC'],
    [10_000, 'UNDEFINED'],
  ] as const;
  for (const [code, category] of edges) assert.equal(categoryOf(code), category, `${code}`);
});

test('only caches are counted in the fast slots', () => {
  for (let code = -1; code < 10_001; code++)
    assert.equal(isFast(code), ['CACHE', 'CACHE_SANDBOX'].includes(categoryOf(code)), `${code}`);
});

test('well-known codes carry their names', () => {
  for (const [name, code] of Object.entries(serviceType)) assert.equal(typeOf(code).name, name);
  assert.ok(isServer(serviceType.SPRING_BOOT));
  assert.ok(isRpcClient(serviceType.OPENTELEMETRY_CLIENT));
});
