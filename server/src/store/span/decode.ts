import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { ProtoReader } from '../../lib/protobuf.ts';
import type { Millis } from '../../lib/time.ts';
import type { Agent } from '../application.ts';
import {
  NO_ANNOTATIONS,
  NO_ATTRIBUTES,
  readAnnotation,
  readAttribute,
  readIntString,
  readLong,
} from './decode-annotation.ts';
import { decodeEvents, EventRanges } from './decode-event.ts';
import { decodeOtlp } from './otlp/decode.ts';
import type { Annotation, Attribute, Received, Span, SpanChunk, SpanId, Thrown, TraceId } from './span.ts';
import { pinpointTraceId } from './trace-id.ts';

/** The only version of PSpan and PSpanChunk there is. */
const VERSION = 1;
/**
 * The alternatives of PSpanMessage. A span of OTLP is stored as a message of fields that no agent sends: the scope that
 * recorded it, and the span. Where a span or chunk of Pinpoint stands beside them, it is what counts.
 */
const SPAN = 1;
const CHUNK = 2;
const OTLP_SCOPE = 14;
const OTLP_SPAN = 15;
const MAX_NAME = 254;

/** Decoding never waits, so that one reader serves every message. */
const reader = new ProtoReader();

/**
 * Decodes a PSpanMessage as protocol.md §1.7 says: depths and start times of events are resolved, and an empty agent
 * id in the trace id is that of `agent`. Throws MESSAGE_INVALID, or VERSION_UNKNOWN, and nothing else.
 */
export function decodeMessage(bytes: Bytes, agent: Agent, receivedAt: Millis): Received {
  reader.reset(bytes);
  let [kind, from, to] = [0, 0, 0];
  let scope = '';
  while (reader.next()) {
    if (reader.field === OTLP_SCOPE) {
      scope = reader.string();
      continue;
    }
    const isOtlp = reader.field === OTLP_SPAN && kind === 0;
    if (!isOtlp && reader.field !== SPAN && reader.field !== CHUNK) {
      reader.skip();
      continue;
    }
    kind = reader.field;
    reader.range();
    ({ from, to } = reader);
  }
  if (kind === 0) throw new Failure('MESSAGE_INVALID', 'neither a span nor a span chunk');
  reader.reset(bytes, from, to);
  if (kind === OTLP_SPAN) return decodeOtlp(reader, scope, agent, receivedAt);
  return { agent, receivedAt, message: kind === SPAN ? decodeSpan(agent.agentId) : decodeChunk(agent.agentId) };
}

/** PSpan. Events are read last: they are relative to `startTime`, which may come after them. */
function decodeSpan(agentId: string): Span {
  const events = new EventRanges();
  let version = 0;
  let traceId: TraceId | undefined;
  let spanId = 0n as SpanId;
  let parentSpanId = 0n as SpanId;
  let startTime = 0;
  let elapsed = 0;
  let apiId = 0;
  let serviceType = 0;
  let applicationType = 0;
  let accept = NOTHING_ACCEPTED;
  let error = 0;
  let exception: Thrown | undefined;
  let annotations: Annotation[] | undefined;
  let attributes: Attribute[] | undefined;
  let flag = 0;
  let logged = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        version = reader.int32();
        break;
      case 2:
        traceId = readTraceId(agentId);
        break;
      case 3:
        spanId = reader.sfixed64() as SpanId;
        break;
      case 4:
        parentSpanId = reader.sfixed64() as SpanId;
        break;
      case 5:
        startTime = reader.int64();
        break;
      case 6:
        elapsed = reader.int32();
        break;
      case 7:
        apiId = reader.int32();
        break;
      case 8:
        serviceType = reader.int32();
        break;
      case 9:
        accept = readAccept();
        break;
      case 10:
        annotations ??= [];
        annotations.push(readAnnotation(reader));
        break;
      case 11:
        flag = reader.int32();
        break;
      case 12:
        error = reader.sint32();
        break;
      case 13:
        events.add(reader);
        break;
      case 14:
        exception = readIntString(reader);
        break;
      case 15:
        applicationType = reader.int32();
        break;
      case 16:
        logged = reader.int32();
        break;
      case 17:
        attributes ??= [];
        attributes.push(readAttribute(reader));
        break;
      default:
        reader.skip();
    }
  }
  return {
    kind: 'span',
    traceId: checked(version, traceId),
    spanId,
    parentSpanId,
    startTime,
    elapsed,
    apiId,
    serviceType,
    applicationType,
    rpc: accept.rpc,
    endPoint: accept.endPoint,
    remoteAddress: accept.remoteAddress,
    acceptorHost: accept.acceptorHost,
    parent: accept.parent,
    error,
    exception,
    annotations: annotations ?? NO_ANNOTATIONS,
    attributes: attributes ?? NO_ATTRIBUTES,
    flag,
    logged,
    events: decodeEvents(reader, events, startTime),
  };
}

/** PSpanChunk. Its events come before the `keyTime` that they are relative to. */
function decodeChunk(agentId: string): SpanChunk {
  const events = new EventRanges();
  let version = 0;
  let traceId: TraceId | undefined;
  let spanId = 0n as SpanId;
  let endPoint = '';
  let applicationType = 0;
  let keyTime = 0;
  let async: SpanChunk['async'];
  while (reader.next()) {
    if (reader.field === 1) version = reader.int32();
    else if (reader.field === 2) traceId = readTraceId(agentId);
    else if (reader.field === 3) spanId = reader.sfixed64() as SpanId;
    else if (reader.field === 4) endPoint = reader.string();
    else if (reader.field === 5) events.add(reader);
    else if (reader.field === 6) applicationType = reader.int32();
    else if (reader.field === 7) keyTime = reader.int64();
    else if (reader.field === 8) async = readAsync();
    else reader.skip();
  }
  return {
    kind: 'chunk',
    traceId: checked(version, traceId),
    spanId,
    endPoint,
    applicationType,
    keyTime,
    async,
    events: decodeEvents(reader, events, keyTime),
  };
}

function checked(version: number, traceId: TraceId | undefined): TraceId {
  if (version !== VERSION) throw new Failure('VERSION_UNKNOWN', `version ${version}`);
  if (traceId === undefined) throw new Failure('MESSAGE_INVALID', 'no trace id');
  return traceId;
}

/** PTransactionId, exact though its numbers have 64 bits. */
function readTraceId(ownAgentId: string): TraceId {
  const outer = reader.enter();
  let agentId = '';
  let startTime = '0';
  let sequence = '0';
  while (reader.next()) {
    if (reader.field === 1) agentId = reader.string();
    else if (reader.field === 2) startTime = String(readLong(reader));
    else if (reader.field === 3) sequence = String(readLong(reader));
    else reader.skip();
  }
  reader.leave(outer);
  if (agentId.length > MAX_NAME || agentId.includes('^')) throw new Failure('MESSAGE_INVALID', 'trace id');
  return pinpointTraceId(agentId === '' ? ownAgentId : agentId, startTime, sequence);
}

type Accept = Pick<Span, 'rpc' | 'endPoint' | 'remoteAddress' | 'acceptorHost' | 'parent'>;
const NOTHING_ACCEPTED: Accept = { rpc: '', endPoint: '', remoteAddress: '', acceptorHost: '', parent: undefined };

/** PAcceptEvent */
function readAccept(): Accept {
  const outer = reader.enter();
  let [rpc, endPoint, remoteAddress] = ['', '', ''];
  let parent = NO_PARENT;
  while (reader.next()) {
    if (reader.field === 1) rpc = reader.string();
    else if (reader.field === 2) endPoint = reader.string();
    else if (reader.field === 3) remoteAddress = reader.string();
    else if (reader.field === 4) parent = readParent();
    else reader.skip();
  }
  reader.leave(outer);
  return { rpc, endPoint, remoteAddress, ...parent };
}

type Parent = Pick<Span, 'acceptorHost' | 'parent'>;
const NO_PARENT: Parent = { acceptorHost: '', parent: undefined };

/** PParentInfo: there without a name when there is no parent. */
function readParent(): Parent {
  const outer = reader.enter();
  let [name, acceptorHost, service] = ['', '', ''];
  let type = 0;
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) type = reader.int32();
    else if (reader.field === 3) acceptorHost = reader.string();
    else if (reader.field === 4) service = reader.string();
    else reader.skip();
  }
  reader.leave(outer);
  return { acceptorHost, parent: name === '' || name.length > MAX_NAME ? undefined : { service, name, type } };
}

/** PLocalAsyncId */
function readAsync(): { id: number; sequence: number } {
  const outer = reader.enter();
  let id = 0;
  let sequence = 0;
  while (reader.next()) {
    if (reader.field === 1) id = reader.int32();
    else if (reader.field === 2) sequence = reader.int32();
    else reader.skip();
  }
  reader.leave(outer);
  return { id, sequence };
}
