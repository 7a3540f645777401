import type {
  Annotation,
  AnnotationValue,
  Attribute,
  AttributeValue,
  Span,
  SpanChunk,
  SpanEvent,
  SpanId,
  Thrown,
  TraceId,
} from '../../server/src/store/span/span.ts';

/** A decoded protobuf message as recorded: default values are absent, 64-bit numbers are strings. */
export type Json = unknown;

export const at = (json: Json, ...path: readonly string[]): Json =>
  path.reduce((inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined), json);
export const list = (json: Json, key: string): readonly Json[] => {
  const value = at(json, key);
  return Array.isArray(value) ? value : [];
};
export const text = (json: Json, ...path: readonly string[]): string => String(at(json, ...path) ?? '');
export const number = (json: Json, ...path: readonly string[]): number => Number(at(json, ...path) ?? 0);
const flag = (json: Json, key: string): boolean => at(json, key) === true;
const long = (json: Json, ...path: readonly string[]): bigint => BigInt(text(json, ...path) || 0);
const bytes = (json: Json, key: string): Uint8Array => Uint8Array.from(Buffer.from(text(json, key), 'base64'));

/**
 * A recorded PSpanMessage as the model has it, worked out from its JSON: what a decoder of the bytes must arrive at.
 * `agentId` is that of the call, for trace ids that leave it out.
 */
export function messageOf(json: Json, agentId: string): Span | SpanChunk {
  const span = at(json, 'span');
  return span === undefined ? chunkOf(at(json, 'spanChunk'), agentId) : spanOf(span, agentId);
}

function spanOf(json: Json, agentId: string): Span {
  const accept = at(json, 'acceptEvent');
  const parent = at(accept, 'parentInfo');
  const parentName = text(parent, 'parentApplicationName');
  const startTime = number(json, 'startTime');
  return {
    kind: 'span',
    traceId: traceIdOf(at(json, 'transactionId'), agentId),
    spanId: long(json, 'spanId') as SpanId,
    parentSpanId: long(json, 'parentSpanId') as SpanId,
    startTime,
    elapsed: number(json, 'elapsed'),
    apiId: number(json, 'apiId'),
    serviceType: number(json, 'serviceType'),
    applicationType: number(json, 'applicationServiceType'),
    rpc: text(accept, 'rpc'),
    endPoint: text(accept, 'endPoint'),
    remoteAddress: text(accept, 'remoteAddr'),
    acceptorHost: text(parent, 'acceptorHost'),
    parent:
      parentName === ''
        ? undefined
        : { service: text(parent, 'parentServiceName'), name: parentName, type: number(parent, 'parentApplicationType') },
    error: number(json, 'err'),
    exception: thrownOf(at(json, 'exceptionInfo')),
    annotations: list(json, 'annotation').map(annotationOf),
    attributes: list(json, 'attribute').map(attributeOf),
    flag: number(json, 'flag'),
    logged: number(json, 'loggingTransactionInfo'),
    events: eventsOf(list(json, 'spanEvent'), startTime),
  };
}

function chunkOf(json: Json, agentId: string): SpanChunk {
  const async = at(json, 'localAsyncId');
  const keyTime = number(json, 'keyTime');
  return {
    kind: 'chunk',
    traceId: traceIdOf(at(json, 'transactionId'), agentId),
    spanId: long(json, 'spanId') as SpanId,
    endPoint: text(json, 'endPoint'),
    applicationType: number(json, 'applicationServiceType'),
    keyTime,
    async: async === undefined ? undefined : { id: number(async, 'asyncId'), sequence: number(async, 'sequence') },
    events: eventsOf(list(json, 'spanEvent'), keyTime),
  };
}

const traceIdOf = (json: Json, agentId: string): TraceId =>
  `${text(json, 'agentId') || agentId}^${number(json, 'agentStartTime')}^${number(json, 'sequence')}` as TraceId;

function eventsOf(events: readonly Json[], start: number): SpanEvent[] {
  let startTime = start;
  let depth = 0;
  return events.map((json) => {
    startTime += number(json, 'startElapsed');
    depth = number(json, 'depth') || depth;
    const next = at(json, 'nextEvent', 'messageEvent');
    const nextSpanId = long(next, 'nextSpanId');
    return {
      sequence: number(json, 'sequence'),
      depth,
      startTime,
      elapsed: number(json, 'endElapsed'),
      serviceType: number(json, 'serviceType'),
      apiId: number(json, 'apiId'),
      exception: thrownOf(at(json, 'exceptionInfo')),
      annotations: list(json, 'annotation').map(annotationOf),
      attributes: list(json, 'attribute').map(attributeOf),
      endPoint: text(next, 'endPoint'),
      destinationId: text(next, 'destinationId'),
      nextSpanId: (nextSpanId === 0n ? -1n : nextSpanId) as SpanId,
      asyncId: number(json, 'asyncEvent'),
    };
  });
}

const thrownOf = (json: Json): Thrown | undefined =>
  json === undefined ? undefined : { classId: number(json, 'intValue'), message: text(json, 'stringValue', 'value') };

const annotationOf = (json: Json): Annotation => ({ key: number(json, 'key'), value: valueOf(at(json, 'value')) });

function valueOf(json: Json): AnnotationValue {
  const type = Object.keys(json ?? {})[0] ?? 'none';
  const value = at(json, type);
  switch (type) {
    case 'none':
      return { type: 'none' };
    case 'stringValue':
      return { type: 'string', value: text(json, type) };
    case 'boolValue':
      return { type: 'boolean', value: flag(json, type) };
    case 'intValue':
      return { type: 'int', value: number(json, type) };
    case 'longValue':
      return { type: 'long', value: long(json, type) };
    case 'shortValue':
      return { type: 'short', value: number(json, type) };
    case 'doubleValue':
      return { type: 'double', value: number(json, type) };
    case 'binaryValue':
      return { type: 'bytes', value: bytes(json, type) };
    case 'byteValue':
      return { type: 'byte', value: number(json, type) };
    case 'intStringValue':
      return { type: 'intString', int: number(value, 'intValue'), text: text(value, 'stringValue', 'value') };
    case 'stringStringValue':
      return { type: 'stringString', ...twoTexts(value) };
    case 'intStringStringValue':
      return { type: 'intStringString', int: number(value, 'intValue'), ...twoTexts(value) };
    case 'bytesStringStringValue':
      return { type: 'bytesStringString', bytes: bytes(value, 'bytesValue'), ...twoTexts(value) };
    case 'longIntIntByteByteStringValue':
      return {
        type: 'longIntIntByteByteString',
        long: long(value, 'longValue'),
        int1: number(value, 'intValue1'),
        int2: number(value, 'intValue2'),
        byte1: number(value, 'byteValue1'),
        byte2: number(value, 'byteValue2'),
        text: text(value, 'stringValue', 'value'),
      };
    case 'intBooleanIntBooleanValue':
      return {
        type: 'intBooleanIntBoolean',
        int1: number(value, 'intValue1'),
        boolean1: flag(value, 'boolValue1'),
        int2: number(value, 'intValue2'),
        boolean2: flag(value, 'boolValue2'),
      };
    default:
      throw new Error(`an annotation value of an unknown type: ${type}`);
  }
}

const twoTexts = (json: Json) => ({
  text1: text(json, 'stringValue1', 'value'),
  text2: text(json, 'stringValue2', 'value'),
});

const attributeOf = (json: Json): Attribute => ({ key: text(json, 'key'), value: attributeValueOf(at(json, 'value')) });

function attributeValueOf(json: Json): AttributeValue {
  const type = Object.keys(json ?? {})[0] ?? 'none';
  if (type === 'boolValue') return flag(json, type);
  if (type === 'longValue') return long(json, type);
  if (type === 'doubleValue') return number(json, type);
  if (type === 'binaryValue') return bytes(json, type);
  if (type === 'arrayValue') return list(at(json, type), 'values').map(attributeValueOf);
  if (type === 'kvlistValue') return { list: list(at(json, type), 'values').map(attributeOf) };
  return text(json, 'stringValue');
}
