import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { millis } from '../../server/src/lib/time.ts';
import { decodeMessage } from '../../server/src/store/span/decode.ts';
import type { Received, Span } from '../../server/src/store/span/span.ts';
import { roster } from './roster.ts';
import { applicationNames } from './shop.ts';
import { Traffic } from './traffic.ts';

const START = Date.UTC(2026, 10, 24, 9, 0, 0);

interface Made {
  readonly traceIds: readonly string[];
  readonly received: readonly Received[];
  readonly sizes: readonly number[];
  readonly digest: string;
}

function make(seed: number, traces: number): Made {
  const received: Received[] = [];
  const sizes: number[] = [];
  const hash = createHash('sha256');
  const traffic = new Traffic(seed, (place, isSpan, bytes) => {
    const agent = roster[place];
    assert.ok(agent);
    hash.update(bytes);
    const message = decodeMessage(Uint8Array.from(bytes), agent, millis(START));
    assert.equal(message.message.kind, isSpan ? 'span' : 'chunk');
    received.push(message);
    if (isSpan) sizes.push(bytes.length);
  });
  const traceIds = Array.from({ length: traces }, (_, index) => traffic.trace(START + index));
  return { traceIds, received, sizes, digest: hash.digest('hex') };
}

const made = make(7, 3000);
const isSpan = (one: Received): one is Received<Span> => one.message.kind === 'span';
const spans = made.received.filter(isSpan);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

test('the same seed makes the same bytes, another one others', () => {
  assert.equal(make(7, 3000).digest, made.digest);
  assert.notEqual(make(8, 3000).digest, made.digest);
});

test('a span has 5 to 10 events and about 405 bytes, 7 events on average', () => {
  const counts = spans.map(({ message }) => message.events.length);
  assert.ok(Math.min(...counts) >= 5, `the fewest are ${Math.min(...counts)}`);
  assert.ok(Math.max(...counts) <= 10, `the most are ${Math.max(...counts)}`);
  assert.ok(Math.abs(mean(counts) - 7) < 0.25, `${mean(counts)} events`);
  assert.ok(Math.abs(mean(made.sizes) - 405) < 12, `${mean(made.sizes)} bytes`);
});

test('every parent exists and calls its child by span id', () => {
  const calls = new Map<string, string>();
  for (const { message } of made.received) {
    for (const { nextSpanId } of message.events) {
      if (nextSpanId !== -1n) calls.set(`${message.traceId} ${nextSpanId}`, `${message.traceId} ${message.spanId}`);
    }
  }
  const known = new Set(spans.map(({ message }) => `${message.traceId} ${message.spanId}`));
  for (const { message } of spans) {
    if (message.parentSpanId === -1n) continue;
    const parent = `${message.traceId} ${message.parentSpanId}`;
    assert.ok(known.has(parent), `no parent of ${message.rpc}`);
    assert.equal(calls.get(`${message.traceId} ${message.spanId}`), parent);
  }
});

test('every trace has one root, and the trace id that was answered', () => {
  const roots = spans.filter(({ message }) => message.parentSpanId === -1n);
  assert.deepEqual(new Set(roots.map(({ message }) => String(message.traceId))), new Set(made.traceIds));
  assert.equal(roots.length, made.traceIds.length);
});

test('all applications and agents take part', () => {
  assert.deepEqual(new Set(spans.map(({ agent }) => agent.application.name)), new Set(applicationNames));
  assert.equal(new Set(spans.map(({ agent }) => agent.agentId)).size, 120);
});

test('about one span in a hundred failed, and says why', () => {
  const failed = spans.filter(({ message }) => message.error !== 0);
  assert.ok(Math.abs(failed.length / spans.length - 0.01) < 0.004, `${failed.length} of ${spans.length}`);
  assert.ok(failed.some(({ message }) => message.events.some(({ exception }) => exception !== undefined)));
});

test('events lie inside their span, and a child inside the call that made it', () => {
  for (const { message } of spans) {
    for (const event of message.events) {
      assert.ok(event.startTime >= message.startTime);
      assert.ok(event.startTime + event.elapsed <= message.startTime + message.elapsed, message.rpc);
    }
  }
});

test('asynchronous chunks name the event that began them', () => {
  const begun = new Set(
    spans.flatMap(({ message }) =>
      message.events.map(({ asyncId }) => `${message.traceId} ${message.spanId} ${asyncId}`),
    ),
  );
  const chunks = made.received.flatMap(({ message }) => (message.kind === 'chunk' ? [message] : []));
  assert.ok(chunks.length > spans.length * 0.005, `${chunks.length} chunks`);
  for (const { traceId, spanId, async } of chunks) assert.ok(begun.has(`${traceId} ${spanId} ${async?.id}`));
});

test('binds and paths are as various as real ones', () => {
  const paths = new Set(spans.map(({ message }) => message.rpc));
  const binds = new Set(
    spans.flatMap(({ message }) =>
      message.events.flatMap(({ annotations }) =>
        annotations.flatMap(({ value }) => (value.type === 'intStringString' ? [`${value.int} ${value.text2}`] : [])),
      ),
    ),
  );
  assert.ok(paths.size > 2000, `${paths.size} paths`);
  assert.ok(binds.size > 4000, `${binds.size} binds`);
});
