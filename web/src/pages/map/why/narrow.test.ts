import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WhyDimension } from '../../../../../server/src/query/schema/why.ts';
import { narrowed } from './narrow.ts';

const application = {
  serviceName: 'DEFAULT',
  applicationName: 'shop-api',
  serviceType: 'SPRING_BOOT',
  serviceTypeCode: 1210,
};
const value = (dimension: WhyDimension, text: string) =>
  ({ dimension, text, detail: '', application, node: 'DEFAULT^shop-api^SPRING_BOOT' }) as const;

test('an agent, an endpoint and a callee become filters', () => {
  assert.deepEqual(narrowed(value('agent', 'web-1'), 'DEFAULT^web^NODE'), { to: 'DEFAULT^web^NODE', toAgent: 'web-1' });
  assert.deepEqual(narrowed(value('calleeAgent', 'api-3'), 'DEFAULT^web^NODE'), {
    to: 'DEFAULT^shop-api^SPRING_BOOT',
    toAgent: 'api-3',
  });
  assert.deepEqual(narrowed(value('endpoint', '/orders/{id}/items'), 'DEFAULT^web^NODE'), {
    to: 'DEFAULT^shop-api^SPRING_BOOT',
    path: '/orders/*/items',
  });
});

test('what no filter can tell stays what it is', () => {
  assert.equal(narrowed(value('sql', 'select 1'), 'DEFAULT^web^NODE'), undefined);
  assert.equal(narrowed(value('endpoint', 'kafka://orders'), 'DEFAULT^web^NODE'), undefined);
});
