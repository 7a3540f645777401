import { annotationKey } from '../../../lib/annotation-key.ts';
import type { ProtoReader } from '../../../lib/protobuf.ts';
import { serviceType, typeOf } from '../../../lib/service-type.ts';
import type { Millis } from '../../../lib/time.ts';
import type { Agent } from '../../application.ts';
import { type Annotation, type Attribute, NO_SPAN, type Received, type Span, type SpanEvent } from '../span.ts';
import { textOf } from './attributes.ts';
import { type OtlpEvent, type OtlpSpan, readOtlpSpan } from './otlp-span.ts';
import {
  CALLEE_HOST,
  CALLEE_NAME,
  CALLEE_PORT,
  CLIENT,
  callType,
  hostAndPort,
  hostOfUrl,
  isHop,
  kindOf,
  OWN_HOST,
  OWN_PORT,
  parentOf,
  queueType,
  SLOTS,
  slot,
  slotOfAttribute,
} from './semantics.ts';

/**
 * An OTLP span as the call tree knows it: a hop of its own is a Span, a call inside a hop is the one event of a
 * SpanChunk. What hangs on what is known only when the whole trace is there: see `assemble`.
 */
export function decodeOtlp(reader: ProtoReader, scope: string, agent: Agent, receivedAt: Millis): Received {
  const span = readOtlpSpan(reader);
  const { spanId, parentSpanId } = span;
  const otlp = { spanId, parentSpanId };
  const told = tell(span.attributes);
  const event = eventOf(span, told, scope);
  if (isHop(span.kind, parentSpanId !== NO_SPAN)) {
    return { agent, receivedAt, otlp, message: hopOf(span, told, event) };
  }
  return {
    agent,
    receivedAt,
    otlp,
    message: {
      kind: 'chunk',
      traceId: span.traceId,
      spanId: parentSpanId,
      endPoint: '',
      applicationType: serviceType.OPENTELEMETRY_SERVER,
      keyTime: span.startTime,
      async: undefined,
      events: [event],
    },
  };
}

/** A call whose own hop never came, as a hop: it hangs below whatever its parent is. */
export function asHop({ message, otlp, ...rest }: Received): Received {
  const [event] = message.events;
  if (message.kind === 'span' || event === undefined || otlp === undefined)
    return { message, ...rest, ...(otlp && { otlp }) };
  const span: Span = {
    kind: 'span',
    traceId: message.traceId,
    spanId: otlp.spanId,
    parentSpanId: otlp.parentSpanId,
    startTime: event.startTime,
    elapsed: event.elapsed,
    apiId: 0,
    serviceType: event.serviceType,
    applicationType: message.applicationType,
    rpc: '',
    endPoint: event.endPoint,
    remoteAddress: '',
    acceptorHost: '',
    parent: undefined,
    error: event.exception === undefined ? 0 : 1,
    exception: event.exception,
    annotations: event.annotations,
    attributes: event.attributes,
    flag: 0,
    logged: 0,
    events: [],
  };
  return { ...rest, otlp, message: span };
}

/** What the telling attributes say, by slot. */
function tell(attributes: readonly Attribute[]): readonly string[] {
  const told: string[] = Array.from({ length: SLOTS }, () => '');
  for (const { key, value } of attributes) {
    const place = slotOfAttribute.get(key);
    if (place !== undefined && told[place] === '' && typeof value !== 'object') told[place] = String(value);
  }
  return told;
}

const first = (told: readonly string[], places: readonly number[]): string => {
  for (const place of places) if (told[place] !== '') return told[place] ?? '';
  return '';
};

function hopOf(span: OtlpSpan, told: readonly string[], event: SpanEvent): Span {
  const queue = told[slot.QUEUE_SYSTEM] ?? '';
  const consumed = span.kind === kindOf.CONSUMER && queue !== '';
  return {
    kind: 'span',
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    startTime: span.startTime,
    elapsed: span.elapsed,
    apiId: 0,
    serviceType: consumed ? queueType(queue) : serviceType.OPENTELEMETRY_SERVER,
    applicationType: serviceType.OPENTELEMETRY_SERVER,
    rpc: pathOf(span),
    endPoint: hostAndPort(first(told, OWN_HOST), first(told, OWN_PORT)),
    remoteAddress: first(told, CLIENT),
    acceptorHost: consumed ? (told[slot.QUEUE] ?? '') : '',
    parent: parentOf(span.traceState),
    error: errorOf(span),
    exception: event.exception,
    annotations: event.annotations,
    attributes: event.attributes,
    flag: 0,
    logged: 0,
    events: [],
  };
}

/** What a hop was asked for: its path, else its name. */
function pathOf({ kind, name, attributes }: OtlpSpan): string {
  if (kind !== kindOf.SERVER) return name;
  const path = textOf(attributes, 'url.path', 'http.target', 'http.route');
  return path === '' ? name : (path.split('?', 1)[0] ?? name);
}

/** Bits of Pinpoint's error categories: 1 unknown, 2 exception, 4 HTTP status. */
function errorOf({ failed, attributes, events }: OtlpSpan): number {
  if (!failed) return 0;
  const status = Number(textOf(attributes, 'http.response.status_code', 'http.status_code'));
  const bits = (events.some(({ name }) => name === 'exception') ? 2 : 0) | (status >= 400 ? 4 : 0);
  return bits === 0 ? 1 : bits;
}

function eventOf(span: OtlpSpan, told: readonly string[], scope: string): SpanEvent {
  const { kind, attributes } = span;
  const type = callType(kind, told[slot.DB_SYSTEM] ?? '', told[slot.QUEUE_SYSTEM] ?? '', told[slot.RPC_SYSTEM] ?? '');
  const host = hostAndPort(first(told, CALLEE_HOST), first(told, CALLEE_PORT)) || hostOfUrl(told[slot.URL] ?? '');
  const thrown = thrownOf(span);
  const annotations = [
    text(annotationKey.API, span.name),
    { key: annotationKey.SPAN_ID, value: { type: 'long', value: span.spanId } as const },
    ...(thrown === undefined ? [] : [text(annotationKey.EXCEPTION_CLASS, thrown.className)]),
    ...maybe(annotationKey.SQL, textOf(attributes, 'db.query.text', 'db.statement')),
    ...maybe(annotationKey.HTTP_URL, textOf(attributes, 'url.full', 'http.url')),
    ...maybe(annotationKey.HTTP_STATUS, textOf(attributes, 'http.response.status_code', 'http.status_code')),
    ...span.events.map((event) => text(annotationKey.EVENT, describe(event, span.startTime))),
    ...span.links.map((link) => text(annotationKey.LINK, `${link.traceId}/${link.spanId}`)),
    ...maybe(annotationKey.SCOPE, scope),
  ];
  const calls = type !== serviceType.OPENTELEMETRY_INTERNAL;
  return {
    sequence: 0,
    depth: 1,
    startTime: span.startTime,
    elapsed: span.elapsed,
    serviceType: type,
    apiId: 0,
    exception: thrown && { classId: 0, message: thrown.message },
    annotations,
    attributes: attributes.filter(({ key }) => !SAID_ELSEWHERE.has(key)),
    endPoint: calls ? host : '',
    destinationId: calls ? destinationOf(type, told, host) : '',
    nextSpanId: NO_SPAN,
    asyncId: 0,
  };
}

/** Attributes that are shown as annotations. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['db.query.text', 'db.statement', 'url.full', 'http.url']);

/** Who is called: a database by its name, a cache by its product, a queue by its topic, anything else by its host. */
function destinationOf(type: number, told: readonly string[], host: string): string {
  const { category, queue, includeDestinationId, description } = typeOf(type);
  if (category === 'CACHE') return description;
  if (queue) return told[slot.QUEUE] || host;
  if (category === 'DATABASE' && includeDestinationId)
    return told[slot.DB_NAME] || host || (told[slot.DB_SYSTEM] ?? '');
  return host || first(told, CALLEE_NAME);
}

const text = (key: number, value: string): Annotation => ({ key, value: { type: 'string', value } });
const maybe = (key: number, value: string): Annotation[] => (value === '' ? [] : [text(key, value)]);

/** An event of a span as one line: how long after the span's start, its name, its attributes. */
const describe = ({ at, name, attributes }: OtlpEvent, start: number): string =>
  [
    `+${Math.max(0, at - start).toFixed(3)} ms`,
    name,
    ...attributes.map(({ key }) => `${key}=${textOf(attributes, key)}`),
  ]
    .join(' ')
    .slice(0, EVENT_LENGTH);

/** What is shown of an event; a stack trace is longer. */
const EVENT_LENGTH = 16_000;

/** Why a span failed. An exception that a span recorded and survived is one of its events. */
function thrownOf({ events, failed, statusMessage, attributes }: OtlpSpan): NamedThrown | undefined {
  if (!failed) return undefined;
  const said = events.findLast(({ name }) => name === EXCEPTION)?.attributes ?? [];
  return {
    className: textOf(said, 'exception.type') || textOf(attributes, 'error.type'),
    message: textOf(said, 'exception.message') || statusMessage,
  };
}

interface NamedThrown {
  readonly className: string;
  readonly message: string;
}

const EXCEPTION = 'exception';
