import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApplicationSummary } from '../../../../server/src/query/schema/application.ts';
import { findApplications } from './find-applications.ts';
import { isTraceId } from './trace-id.ts';

const application = (applicationName: string, agents = 1, serviceName = 'DEFAULT'): ApplicationSummary => ({
  serviceName,
  applicationName,
  serviceType: 'SPRING_BOOT',
  serviceTypeCode: 1210,
  agents,
  lastSeen: 0,
});
const names = (found: readonly ApplicationSummary[]) => found.map(({ applicationName }) => applicationName);

test('names that begin with what is typed come first, then those that run, then by name', () => {
  const all = [application('web-shop'), application('shop-b', 0), application('shop-c'), application('pay')];
  assert.deepEqual(names(findApplications(all, 'Shop')), ['shop-c', 'shop-b', 'web-shop']);
});

test('every word must occur, in name, type or service', () => {
  const all = [application('api', 1, 'SHOP'), application('api', 1, 'PAY')];
  assert.equal(findApplications(all, 'shop api')[0]?.serviceName, 'SHOP');
  assert.equal(findApplications(all, 'shop api').length, 1);
});

test('a trace id is known by its form', () => {
  assert.ok(isTraceId('shop-api-1^1795572510211^42'));
  assert.ok(isTraceId('4bf92f3577b34da6a3ce929d0e0e4736'));
  for (const text of ['shop', 'a^b^c', '4bf92f35', 'a b^1^2', '^1^2']) assert.ok(!isTraceId(text), text);
});
