import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf } from './family.ts';

const family = (serviceType: string, category: Parameters<typeof familyOf>[0]['category'] = 'SERVER') =>
  familyOf({
    category,
    application: { serviceName: 'DEFAULT', applicationName: 'a', serviceType, serviceTypeCode: 1 },
  });

test('languages and servers are told by the service type', () => {
  const found = ['SPRING_BOOT', 'TOMCAT', 'NODE', 'PYTHON', 'PHP', 'GO', 'ENVOY', 'C_CPP'].map((type) => family(type));
  assert.deepEqual(found, ['spring', 'java', 'node', 'python', 'php', 'go', 'proxy', 'cpp']);
});

test('MONGO is not a GO program', () => {
  assert.equal(family('MONGO', 'DATABASE'), 'database');
});

test('what is no application is told by its category', () => {
  assert.equal(family('REDIS', 'CACHE'), 'cache');
  assert.equal(family('KAFKA_CLIENT', 'MESSAGE_BROKER'), 'queue');
  assert.equal(family('UNKNOWN', 'UNKNOWN'), 'external');
  assert.equal(family('USER', 'USER'), 'user');
});

test('an application of a type nobody knows is a server', () => {
  assert.equal(family('SOMETHING_NEW'), 'server');
});
