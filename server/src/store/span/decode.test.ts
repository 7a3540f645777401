import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { messageOf } from '../../../../test/captures/message.ts';
import { readSpans } from '../../../../test/captures/spans.ts';
import { Failure } from '../../lib/failure.ts';
import { millis } from '../../lib/time.ts';
import type { Agent } from '../application.ts';
import { decodeMessage } from './decode.ts';

const captures = [
  'java-agent',
  'java-agent/v4-stream',
  'java-agent/v3.0.5-stream',
  'python-agent',
  'go-agent',
  'mixed-chain',
  'node-agent/v0.8.7-express4',
  'node-agent/v1.4.2-express4',
  'node-agent/v1.4.2-express5-sqlstat-errors',
  'node-agent/v1.4.2-koa2-ioredis5',
];

const agentOf = (agentId: string): Agent => ({
  application: { service: 'DEFAULT', name: 'APP', type: 1210 },
  agentId,
  agentName: agentId,
  startTime: 1,
});

for (const name of captures) {
  test(`every span message of ${name} decodes to what was recorded`, () => {
    const messages = readSpans(name);
    assert.ok(messages.length >= 20, `only ${messages.length} messages`);
    for (const { agentId, raw, json } of messages) {
      assert.deepEqual(decodeMessage(raw, agentOf(agentId), millis(1)).message, messageOf(json, agentId));
    }
  });
}

const message = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
const decode = (bytes: Uint8Array) => decodeMessage(bytes, agentOf('me'), millis(5)).message;
const refusal = (code: string) => (error: unknown) => error instanceof Failure && error.code === code;

// span { version 1, transactionId {} }
const HEAD = [0x08, 1, 0x12, 0];
const span = (...fields: number[]): Uint8Array => message(0x0a, HEAD.length + fields.length, ...HEAD, ...fields);

test('an empty trace id is that of the agent', () => {
  assert.equal(decode(span()).traceId, 'me^0^0');
});

test('a span is found before fields that nobody knows yet', () => {
  assert.equal(decode(message(...span(0x30, 7), 0x1a, 2, 0x08, 9)).kind, 'span');
  assert.deepEqual(decode(message(...span(0x30, 7), 0x1a, 2, 0x08, 9)), decode(span(0x30, 7)));
});

test('numbers of a trace id are exact beyond 2^53', () => {
  const most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
  const least = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
  const id = [0x0a, 1, 0x61, 0x10, ...most, 0x18, ...least];
  const body = [0x08, 1, 0x12, id.length, ...id];
  assert.equal(decode(message(0x0a, body.length, ...body)).traceId, 'a^9223372036854775807^-9223372036854775808');
});

test('times of events build on the event before and depth 0 repeats its depth, wherever the base time stands', () => {
  // events {depth 2, startElapsed 3}, {startElapsed 4}, {depth 1}; then startTime 100
  const events = [0x6a, 4, 0x10, 2, 0x18, 3, 0x6a, 2, 0x18, 4, 0x6a, 2, 0x10, 1];
  const decoded = decode(span(...events, 0x28, 100));
  assert.deepEqual(
    decoded.events.map(({ depth, startTime }) => [depth, startTime]),
    [
      [2, 103],
      [2, 107],
      [1, 107],
    ],
  );
});

test('both 0 and -1 mean that no span comes next', () => {
  for (const byte of [0x00, 0xff]) {
    const next = [0x62, 11, 0x0a, 9, 0x09, ...Array<number>(8).fill(byte)];
    assert.equal(decode(span(0x6a, next.length, ...next)).events[0]?.nextSpanId, -1n);
  }
});

test('a version that nobody speaks is refused', () => {
  assert.throws(() => decode(message(0x0a, 4, 0x08, 2, 0x12, 0)), refusal('VERSION_UNKNOWN'));
  assert.throws(() => decode(message(0x0a, 2, 0x12, 0)), refusal('VERSION_UNKNOWN'));
});

test('a message without a trace id, or without a span, is refused', () => {
  assert.throws(() => decode(message(0x0a, 2, 0x08, 1)), refusal('MESSAGE_INVALID'));
  assert.throws(() => decode(message()), refusal('MESSAGE_INVALID'));
});

test('attributes may be nested, but not without end', () => {
  const nested = (levels: number): number[] => {
    let value: number[] = [0x0a, 1, 0x61];
    for (let level = 0; level < levels; level++) {
      const list = [0x0a, value.length, ...value];
      value = [0x32, list.length, ...list];
    }
    const attribute = [0x0a, 1, 0x6b, 0x12, value.length, ...value];
    return [0x8a, 0x01, attribute.length, ...attribute];
  };
  const decoded = decode(span(...nested(2)));
  assert.deepEqual(decoded.kind === 'span' && decoded.attributes, [{ key: 'k', value: [['a']] }]);
  assert.doesNotThrow(() => decode(span(...nested(15))));
  assert.throws(() => decode(span(...nested(17))), refusal('MESSAGE_INVALID'));
});

test('whatever bytes come, nothing but a failure of the catalogue is thrown', () => {
  const real = captures.flatMap(readSpans).map(({ raw }) => raw);
  const change = fc.record({
    at: fc.nat(),
    byte: fc.nat(255),
    cut: fc.nat(),
    kind: fc.constantFrom('set', 'cut', 'add'),
  });
  const mutated = fc.tuple(fc.nat(real.length - 1), fc.array(change, { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(mutated, ([which, changes]) => {
      let bytes = Uint8Array.from(real[which] ?? []);
      for (const { at, byte, cut, kind } of changes) {
        if (kind === 'set') bytes[at % bytes.length] = byte;
        else if (kind === 'cut') bytes = bytes.slice(0, (cut % bytes.length) + 1);
        else
          bytes = Uint8Array.from([
            ...bytes.subarray(0, at % bytes.length),
            byte,
            ...bytes.subarray(at % bytes.length),
          ]);
      }
      try {
        decode(bytes);
      } catch (error) {
        assert.ok(error instanceof Failure, String(error));
        assert.ok(['MESSAGE_INVALID', 'VERSION_UNKNOWN'].includes(error.code), error.code);
      }
    }),
    { numRuns: 4000 },
  );
});
