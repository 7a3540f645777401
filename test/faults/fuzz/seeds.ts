import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { PSpanMessageSchema } from '@finepoint/wire';
import { Traffic } from '../../../bench/generate/traffic.ts';
import { readCapture } from '../../captures/read.ts';
import { readSpans } from '../../captures/spans.ts';
import { type Seed, takeApart } from './take-apart.ts';

const captures = ['java-agent', 'java-agent/v4-stream', 'python-agent', 'go-agent', 'node-agent/v1.4.2-express4'];

/** Messages of spans and span chunks: generated, recorded from real agents, and some with everything there is. */
export function spanSeeds(): Seed[] {
  const messages: Uint8Array[] = captures.flatMap((name) => readSpans(name).map(({ raw }) => raw));
  const traffic = new Traffic(1, (_agent, _isSpan, bytes) => messages.push(Uint8Array.from(bytes)));
  for (let traces = 0; traces < 20; traces++) traffic.trace(1_795_000_000_000);
  messages.push(...rich.map((init) => toBinary(PSpanMessageSchema, create(PSpanMessageSchema, init))));
  return messages.map((message) => takeApart(PSpanMessageSchema, message));
}

/** Recorded messages of a method, such as `RequestAgentInfo`. */
export function recordedSeeds(schema: DescMessage, method: string): Seed[] {
  const calls = captures.flatMap((name) => readCapture(name).filter(({ rpc }) => rpc.endsWith(`/${method}`)));
  const messages = calls.flatMap(({ raw }) => (raw === undefined || raw.length === 0 ? [] : [raw]));
  return messages.slice(0, 100).map((message) => takeApart(schema, message));
}

type Annotations = NonNullable<Extract<SpanField, { case: 'span' }>['value']['annotation']>;
type SpanField = NonNullable<MessageInitShape<typeof PSpanMessageSchema>['field']>;

/** An annotation of every kind of value; keys that mean SQL, URLs, parameters and proxies among them. */
const annotation: Annotations = [
  { key: 40, value: { field: { case: 'stringValue', value: 'http://a/b?password=x&y=010-1234-5678#z' } } },
  { key: 41, value: { field: { case: 'stringValue', value: 'q=a@b.example&token=1' } } },
  { key: 1, value: { field: { case: 'boolValue', value: true } } },
  { key: -30, value: { field: { case: 'intValue', value: 7 } } },
  { key: 2, value: { field: { case: 'longValue', value: -1n } } },
  { key: 3, value: { field: { case: 'shortValue', value: -3 } } },
  { key: 4, value: { field: { case: 'doubleValue', value: Number.NaN } } },
  { key: 5, value: { field: { case: 'binaryValue', value: Buffer.alloc(300, 7) } } },
  { key: 6, value: { field: { case: 'byteValue', value: 1 } } },
  { key: 7, value: { field: { case: 'intStringValue', value: { intValue: 1, stringValue: 'a' } } } },
  { key: 150, value: { field: { case: 'stringStringValue', value: { stringValue1: '{}', stringValue2: 'b' } } } },
  {
    key: 20,
    value: {
      field: { case: 'intStringStringValue', value: { intValue: 1, stringValue1: '1,,2', stringValue2: "a, b','" } },
    },
  },
  {
    key: 25,
    value: {
      field: {
        case: 'bytesStringStringValue',
        value: { bytesValue: Buffer.alloc(16, 1), stringValue1: '4111111111111111', stringValue2: '900101-1234567' },
      },
    },
  },
  {
    key: 300,
    value: {
      field: {
        case: 'longIntIntByteByteStringValue',
        value: { longValue: 1_795_000_000_000n, intValue1: 2, intValue2: 3, byteValue1: 4, byteValue2: 5 },
      },
    },
  },
  {
    key: 310,
    value: {
      field: {
        case: 'intBooleanIntBooleanValue',
        value: { intValue1: -1, boolValue1: true, intValue2: 2, boolValue2: false },
      },
    },
  },
];

const text = (value: string) => ({ value: { case: 'stringValue' as const, value } });

const attribute = [
  { key: 'db.password', value: text('hunter2') },
  { key: '__proto__', value: { value: { case: 'doubleValue' as const, value: Number.NaN } } },
  { key: 'long', value: { value: { case: 'longValue' as const, value: -(2n ** 63n) } } },
  { key: 'yes', value: { value: { case: 'boolValue' as const, value: true } } },
  { key: 'bytes', value: { value: { case: 'binaryValue' as const, value: Buffer.from('abc') } } },
  { key: 'list', value: { value: { case: 'arrayValue' as const, value: { values: [text('a'), text('b')] } } } },
  {
    key: 'map',
    value: {
      value: { case: 'kvlistValue' as const, value: { values: [{ key: '__proto__', value: text('a') }] } },
    },
  },
];

const event = (sequence: number, depth: number, serviceType: number) => ({
  sequence,
  depth,
  startElapsed: sequence,
  endElapsed: 3,
  serviceType,
  apiId: 12,
  exceptionInfo: { intValue: 3, stringValue: 'boom' },
  nextEvent: {
    field: {
      case: 'messageEvent' as const,
      value: { nextSpanId: 5n, endPoint: '10.0.0.1:3306', destinationId: 'shop' },
    },
  },
  asyncEvent: sequence,
  annotation,
  attribute,
});

const transactionId = { agentId: 'agent-1', agentStartTime: 1_795_000_000_000n, sequence: 17n };

/** A span and a chunk with every field set. */
const rich: readonly MessageInitShape<typeof PSpanMessageSchema>[] = [
  {
    field: {
      case: 'span',
      value: {
        version: 1,
        transactionId,
        spanId: 1n,
        parentSpanId: -2n,
        startTime: 1_795_000_000_000n,
        elapsed: 20,
        apiId: 1,
        serviceType: 1010,
        acceptEvent: {
          rpc: '/orders?secret=1',
          endPoint: 'shop:8080',
          remoteAddr: '10.0.0.9',
          parentInfo: {
            parentApplicationName: 'front',
            parentApplicationType: 1400,
            acceptorHost: 'shop:8080',
            parentServiceName: 'DEFAULT',
          },
        },
        annotation,
        flag: 1,
        err: 2,
        spanEvent: [event(0, 1, 5000), event(1, 2, 2101), event(2, 2, 9052), event(3, 3, 8660)],
        exceptionInfo: { intValue: 4, stringValue: 'boom' },
        applicationServiceType: 1210,
        loggingTransactionInfo: 1,
        attribute,
      },
    },
  },
  {
    field: {
      case: 'spanChunk',
      value: {
        version: 1,
        transactionId,
        spanId: 1n,
        endPoint: 'shop:8080',
        spanEvent: [event(0, 1, 100), event(1, 2, 8200)],
        applicationServiceType: 1210,
        keyTime: 1_795_000_000_000n,
        localAsyncId: { asyncId: 1, sequence: 2 },
      },
    },
  },
];
