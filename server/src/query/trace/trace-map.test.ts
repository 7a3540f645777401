import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../../lib/histogram.ts';
import { totalOf } from '../map/calls.ts';
import { alignTrace } from './align.ts';
import { ms, traces } from './trace.test-data.ts';
import { traceMap } from './trace-map.ts';

test('the map of a request through four languages has every application, its callers and its databases', () => {
  const found = traces('mixed-chain').find(({ received }) =>
    received.some(({ message }) => message.kind === 'span' && message.rpc === '/chain'),
  );
  assert.ok(found);
  const { links, center } = traceMap(alignTrace(found.received, { now: ms(3_600_000) }));
  // The agents of this capture said their type when they registered, not with each span.
  assert.equal(center, 'DEFAULT^MIX-NODE^UNDEFINED');
  assert.deepEqual(
    [...links.values()].map(({ key, series }) => `${key} ${total(totalOf(series))}`),
    [
      'DEFAULT^MIX-NODE^USER~DEFAULT^MIX-NODE^UNDEFINED 1',
      'DEFAULT^MIX-NODE^UNDEFINED~DEFAULT^MIX-JAVA^SPRING_BOOT 1',
      'DEFAULT^MIX-JAVA^SPRING_BOOT~DEFAULT^shop^MYSQL 1',
      'DEFAULT^MIX-JAVA^SPRING_BOOT~SHOP^MIX-PYTHON^PYTHON 1',
      'SHOP^MIX-PYTHON^PYTHON~SHOP^shop^MYSQL 1',
      'SHOP^MIX-PYTHON^PYTHON~DEFAULT^MIX-GO^UNDEFINED 1',
      'DEFAULT^MIX-GO^UNDEFINED~DEFAULT^shop^MYSQL 1',
    ],
  );
});
