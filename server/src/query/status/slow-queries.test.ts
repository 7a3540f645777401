import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR, millis } from '../../lib/time.ts';
import { type Answered, SlowQueries, whatHelps } from './slow-queries.ts';

const answered = (ms: number, change: Partial<Answered> = {}): Answered => ({
  at: millis(1),
  route: '/api/v1/server-map',
  query: { application: 'shop@TOMCAT', from: '0', to: String(2 * HOUR) },
  ms,
  reads: { rows: 5_000, bytes: 100 },
  ...change,
});

test('what takes a second is remembered with what it read, what is faster is not', () => {
  const slow = new SlowQueries();
  slow.answered(answered(999));
  slow.answered(answered(1_000));
  assert.equal(slow.count, 1);
  const [only] = slow.latest();
  assert.equal(only?.rows, 5_000);
  assert.deepEqual(only?.help, ['range']);
});

test('the latest are kept, all are counted', () => {
  const slow = new SlowQueries();
  for (let ms = 1_000; ms < 1_100; ms++) slow.answered(answered(ms));
  assert.equal(slow.count, 100);
  assert.equal(slow.latest().length, 50);
  assert.equal(slow.latest()[0]?.ms, 1_099);
});

test('only parameters that say how much was asked for are kept, and cut', () => {
  const slow = new SlowQueries();
  slow.answered(answered(2_000, { query: { application: 'x'.repeat(1_000), query: 'password=1' } }));
  assert.deepEqual(Object.keys(slow.latest()[0]?.parameters ?? {}), ['application']);
  assert.equal(slow.latest()[0]?.parameters.application?.length, 120);
});

for (const [name, query, rows, help] of [
  ['a wide range', { from: 0, to: 2 * HOUR }, 9_999, ['range']],
  ['many hops over a wide range', { from: 0, to: 2 * HOUR, inbound: 2, outbound: 3 }, 9_999, ['range', 'hops']],
  ['a far page', { from: 0, to: HOUR, offset: 5_000 }, 9_999, ['offset']],
  ['a short range of much', { from: 0, to: HOUR }, 9_999, ['narrow']],
  ['few rows', { from: 0, to: 2 * HOUR }, 10, ['server']],
] as const) {
  test(`what helps against ${name}: ${help.join(', ')}`, () => {
    assert.deepEqual(whatHelps(query, { rows, bytes: 0 }), help);
  });
}
