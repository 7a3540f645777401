import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSpans } from '../../../../test/captures/spans.ts';
import { Failure } from '../../lib/failure.ts';
import { Interner } from '../../lib/interner.ts';
import { ProtoReader } from '../../lib/protobuf.ts';
import { typeOf } from '../../lib/service-type.ts';
import { millis } from '../../lib/time.ts';
import type { Agent } from '../../store/application.ts';
import { decodeMessage } from '../../store/span/decode.ts';
import { SpanFacts } from '../../store/span/facts.ts';
import { hashPartition, tracePartition } from '../../store/span/keys.ts';
import { NO_SPAN } from '../../store/span/span.ts';
import { FactsReader } from './read-facts.ts';

const captures = [
  'java-agent',
  'java-agent/v4-stream',
  'python-agent',
  'go-agent',
  'mixed-chain',
  'node-agent/v1.4.2-express4',
];

const agentOf = (agentId: string): Agent => ({
  application: { service: 'DEFAULT', name: 'APP', type: 1210 },
  agentId,
  agentName: agentId,
  startTime: 1,
});

const texts = new Interner();
const facts = new SpanFacts();
const reader = new ProtoReader();

function read(raw: Uint8Array, agent: Agent): SpanFacts {
  facts.agent = agent;
  new FactsReader('keep').read(reader.reset(raw), facts, texts);
  return facts;
}

for (const name of captures) {
  test(`the facts of every message of ${name} are those of the decoded message`, () => {
    for (const { agentId, raw } of readSpans(name)) {
      const agent = agentOf(agentId);
      const { message } = decodeMessage(raw, agent, millis(0));
      const found = read(Uint8Array.from(raw), agent);
      const [high = 0, low = 0] = found.traceHash;
      assert.deepEqual(
        hashPartition(high, low),
        tracePartition(message.traceId),
        'same trace row when written and read',
      );
      assert.equal(found.isSpan, message.kind === 'span');
      assert.equal(found.applicationType, message.applicationType);
      assert.equal(texts.text(found.endPoint), message.endPoint);
      const told = message.events.filter(
        ({ serviceType }) => typeOf(serviceType).recordStatistics || typeOf(serviceType).alias,
      );
      assert.deepEqual(
        Array.from({ length: found.events }, (_, at) => [
          found.eventType[at],
          found.eventElapsed[at],
          found.eventFailed[at],
          texts.text(found.eventEndPoint[at] ?? 0),
          texts.text(found.eventDestination[at] ?? 0),
        ]),
        told.map((event) => [
          event.serviceType,
          event.elapsed,
          event.exception !== undefined,
          event.endPoint,
          event.destinationId,
        ]),
      );
      if (message.kind !== 'span') continue;
      assert.equal(found.isRoot, message.parentSpanId === NO_SPAN);
      assert.equal(found.failed, message.error !== 0);
      assert.equal(found.elapsed, message.elapsed);
      assert.equal(found.serviceType, message.serviceType);
      assert.equal(texts.text(found.remoteAddress), message.remoteAddress);
      assert.equal(texts.text(found.acceptorHost), message.acceptorHost);
      assert.equal(texts.text(found.parentName), message.parent?.name ?? '');
    }
  });
}

test('masking changes values and nothing else: the message still decodes, of the same length', () => {
  const messages = captures.flatMap((name) => readSpans(name));
  let changed = 0;
  for (const { agentId, raw } of messages) {
    const copy = Uint8Array.from(raw);
    facts.agent = agentOf(agentId);
    new FactsReader('drop').read(reader.reset(copy), facts, texts);
    const before = decodeMessage(raw, facts.agent, millis(0)).message;
    const after = decodeMessage(copy, facts.agent, millis(0)).message;
    assert.equal(after.events.length, before.events.length);
    assert.equal(after.traceId, before.traceId);
    if (Buffer.compare(copy, raw) !== 0) changed++;
  }
  assert.ok(changed > 20, `only ${changed} messages carried values`);
});

test('whatever the bytes are, reading ends in facts or in a Failure', () => {
  const real = captures.flatMap((name) => readSpans(name)).map(({ raw }) => raw);
  const flip = fc.record({ at: fc.nat(4000), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.nat(real.length - 1), fc.array(flip, { minLength: 1, maxLength: 6 }), (which, flips) => {
      const bytes = Uint8Array.from(real[which] ?? []);
      for (const { at, byte } of flips) bytes[at % bytes.length] = byte;
      try {
        read(bytes, agentOf('fuzzed'));
      } catch (error) {
        assert.ok(error instanceof Failure, String(error));
      }
    }),
    { numRuns: 3000 },
  );
});

test('a version that is not 1 is refused', () => {
  const span = Uint8Array.from([0x0a, 0x02, 0x08, 0x02]);
  assert.throws(
    () => read(span, agentOf('a')),
    (error) => error instanceof Failure && error.code === 'VERSION_UNKNOWN',
  );
});

test('a span without a transaction id is refused', () => {
  const span = Uint8Array.from([0x0a, 0x02, 0x08, 0x01]);
  assert.throws(
    () => read(span, agentOf('a')),
    (error) => error instanceof Failure && error.code === 'MESSAGE_INVALID',
  );
});

test('an empty message is refused', () => {
  assert.throws(() => read(new Uint8Array(0), agentOf('a')), Failure);
});
