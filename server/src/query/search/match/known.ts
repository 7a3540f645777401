import { annotationKey } from '../../../lib/annotation-key.ts';
import { hex } from '../../../lib/bytes.ts';
import { typeOf } from '../../../lib/service-type.ts';
import type { Agent } from '../../../store/application.ts';
import type { Annotation, Received, Span, SpanEvent } from '../../../store/span/span.ts';
import type { NameSource } from '../../trace/names.ts';
import { statement } from '../../trace/sql.ts';
import type { KnownField, Test } from '../language/query.ts';
import { alike, exactly, isBetween } from './accept.ts';
import type { Subject } from './subject.ts';

/**
 * Whether a field that every span has passes. Undefined where that cannot be told yet: names must be looked up first,
 * or the subject is a chunk, which does not know its span.
 */
export function passes(name: KnownField, test: Test, subject: Subject): boolean | undefined {
  const { received } = subject;
  switch (name) {
    case 'exception':
      return some(thrownIn(received), (thrown) => exceptionPasses(thrown, test, subject));
    case 'sql':
      return some(annotationsIn(received), (annotation) => sqlPasses(annotation, test, received.agent, subject.names));
    case 'method':
      return some(callsIn(received), (call) => methodPasses(call, test, subject));
    case 'callee':
      return some(received.message.events, (event) => calleePasses(event, test));
    default:
      return received.message.kind === 'span' ? ofSpan(name, test, received.message, subject) : undefined;
  }
}

type OfSpan = Exclude<KnownField, 'exception' | 'sql' | 'method' | 'callee'>;

function ofSpan(name: OfSpan, test: Test, span: Span, { received: { agent }, facts }: Subject): boolean {
  const accept = exactly(test);
  switch (name) {
    case 'service':
      return accept(agent.application.service);
    case 'app': {
      const { name, type } = agent.application;
      return accept(name) || accept(`${name}@${typeOf(type).name}`);
    }
    case 'agent':
      return accept(agent.agentId) || accept(agent.agentName);
    case 'endpoint':
      return accept(span.rpc);
    case 'status':
      return statusPasses(span, test);
    case 'duration':
      return test.kind === 'between' && isBetween(span.elapsed, test);
    case 'caller':
      return accept(span.parent?.name ?? '');
    case 'remote':
      return accept(span.remoteAddress);
    case 'trace':
      return accept(span.traceId);
    case 'host':
      return accept(facts(agent)?.host ?? '');
    case 'version':
      return accept(facts(agent)?.version ?? '');
  }
}

function statusPasses(span: Span, test: Test): boolean {
  if (test.kind !== 'between') return (span.error === 0) === (test.kind === 'is' && test.value === 'ok');
  const code = httpStatus(span);
  return code !== undefined && isBetween(code, test);
}

const STATUS_ATTRIBUTES: ReadonlySet<string> = new Set(['http.response.status_code', 'http.status_code']);

/** The HTTP status that a span answered with, where its agent says so. */
export function httpStatus({ annotations, attributes }: Span): number | undefined {
  const annotation = annotations.find(({ key }) => key === annotationKey.HTTP_STATUS)?.value;
  if (annotation !== undefined && 'value' in annotation) return Number(annotation.value);
  const attribute = attributes.find(({ key }) => STATUS_ATTRIBUTES.has(key));
  return attribute === undefined ? undefined : Number(attribute.value);
}

/** The class of an exception, with its packages or without, or its message. */
function exceptionPasses({ exception, annotations }: Thrower, test: Test, subject: Subject): boolean | undefined {
  if (exception === undefined) return false;
  const accept = alike(test);
  if (isAnything(test) || accept(exception.message)) return true;
  // OpenTelemetry names the class itself.
  const named = annotations.find(({ key }) => key === annotationKey.EXCEPTION_CLASS)?.value;
  if (named === undefined && subject.names === undefined) return undefined;
  const known = subject.names?.string(subject.received.agent, exception.classId);
  const name = named?.type === 'string' ? named.value : (known ?? '');
  return accept(name) || accept(name.slice(name.lastIndexOf('.') + 1));
}

/** A statement: normalised, as it was written, or one of its bind values. */
function sqlPasses(annotation: Annotation, test: Test, agent: Agent, names?: NameSource): boolean | undefined {
  const { key, value } = annotation;
  const accept = alike(test);
  if (key === annotationKey.SQL && value.type === 'string') return accept(value.value);
  if (key === annotationKey.MONGO_JSON_DATA && value.type === 'stringString') return accept(value.text1);
  const look = lookUp(annotation, agent);
  if (look === undefined) return false;
  if (isAnything(test)) return true;
  if (names === undefined) return undefined;
  const { text1, text2 } = look;
  const normalized = look.in(names);
  if (normalized === undefined) return false;
  if (accept(normalized)) return true;
  if (text1 === '' && text2 === '') return false;
  const { text, binds } = statement(normalized, text1, text2);
  return accept(text) || binds.some(accept);
}

/** Where the text of a statement is that the annotation names by number, and what was taken out of it. */
function lookUp({ key, value }: Annotation, agent: Agent) {
  if (key === annotationKey.SQL_ID && value.type === 'intStringString') {
    return { ...value, in: (names: NameSource) => names.sql(agent, value.int) };
  }
  if (key === annotationKey.SQL_UID && value.type === 'bytesStringString') {
    return { ...value, in: (names: NameSource) => names.sqlUid(agent, hex(value.bytes)) };
  }
  return undefined;
}

/** A method by the number that its agent gave it, or named in place. */
function methodPasses({ apiId, annotations }: Call, test: Test, subject: Subject): boolean | undefined {
  const named = annotations.find(({ key }) => key === annotationKey.API)?.value;
  if (named?.type === 'string') return alike(test)(named.value);
  if (apiId === 0) return false;
  if (isAnything(test)) return true;
  const { names, received } = subject;
  return names === undefined ? undefined : alike(test)(names.api(received.agent, apiId)?.info ?? '');
}

function calleePasses({ destinationId, endPoint }: SpanEvent, test: Test): boolean {
  const accept = exactly(test);
  return (destinationId !== '' && accept(destinationId)) || (endPoint !== '' && accept(endPoint));
}

/** `key:*` */
const isAnything = (test: Test): boolean => test.kind === 'like' && test.parts.every((part) => part === '');

type Thrower = Pick<SpanEvent, 'exception' | 'annotations'>;

function* thrownIn({ message }: Received): Iterable<Thrower> {
  if (message.kind === 'span') yield message;
  yield* message.events;
}

export function* annotationsIn({ message }: Received): Iterable<Annotation> {
  if (message.kind === 'span') yield* message.annotations;
  for (const { annotations } of message.events) yield* annotations;
}

type Call = Pick<SpanEvent, 'apiId' | 'annotations'>;

function* callsIn({ message }: Received): Iterable<Call> {
  if (message.kind === 'span') yield message;
  yield* message.events;
}

/** True if any is; else undefined if any is; else false. */
function some<T>(all: Iterable<T>, of: (one: T) => boolean | undefined): boolean | undefined {
  let result: boolean | undefined = false;
  for (const one of all) {
    const passed = of(one);
    if (passed === true) return true;
    if (passed === undefined) result = undefined;
  }
  return result;
}
