import { annotationKey, annotationName, annotationShown } from '../../lib/annotation-key.ts';
import { hex } from '../../lib/bytes.ts';
import type { Agent } from '../../store/application.ts';
import type { Annotation, AnnotationValue, AttributeValue, Span, SpanEvent } from '../../store/span/span.ts';
import type { NameSource } from './names.ts';
import { unnamed } from './title.ts';

export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** Annotations that are shown, then attributes. `argument` is the annotation that is shown elsewhere. */
export function details(of: Span | SpanEvent, argument: Annotation | undefined): Detail[] {
  const shown: Detail[] = [];
  for (const annotation of of.annotations) {
    if (annotation === argument || !isShown(annotation.key)) continue;
    if (annotation.key === annotationKey.MONGO_JSON_DATA && annotation.value.type === 'stringString') {
      shown.push({ name: 'MONGO-JSON', value: annotation.value.text1 });
      if (annotation.value.text2 !== '') shown.push({ name: 'MONGO-JSON-BindValue', value: annotation.value.text2 });
    } else shown.push({ name: annotationName(annotation.key), value: format(annotation) });
  }
  for (const { key, value } of of.attributes) shown.push({ name: key, value: formatAttribute(value) });
  return shown;
}

const alsoShown: ReadonlySet<number> = new Set([
  annotationKey.REDIS_IO,
  annotationKey.MONGO_JSON_DATA,
  annotationKey.SCOPE,
]);

const isShown = (key: number): boolean => annotationShown(key) || alsoShown.has(key);

/** What a span says beside its annotations. */
export function spanDetails(span: Span): Detail[] {
  const said: Detail[] = [];
  if (span.error !== 0) say(said, 'error', errorCategories(span.error));
  say(said, 'remote address', span.remoteAddress);
  say(said, 'end point', span.endPoint);
  return said;
}

export function eventDetails(event: SpanEvent): Detail[] {
  const said: Detail[] = [];
  say(said, 'destination', event.destinationId);
  say(said, 'end point', event.endPoint);
  return said;
}

function say(into: Detail[], name: string, value: string): void {
  if (value !== '') into.push({ name, value });
}

/** The bits of an error, as far as Pinpoint names them. */
function errorCategories(error: number): string {
  const known = [
    [1, 'unknown'],
    [2, 'exception'],
    [4, 'HTTP status'],
    [8, 'SQL'],
  ] as const;
  return known
    .filter(([bit]) => (error & bit) !== 0)
    .map(([, name]) => name)
    .join(', ');
}

/** An annotation as a person reads it. */
export function format({ key, value }: Annotation): string {
  if (value.type === 'longIntIntByteByteString' && key === annotationKey.PROXY_HTTP_HEADER) return formatProxy(value);
  return formatValue(value);
}

function formatValue(value: AnnotationValue): string {
  switch (value.type) {
    case 'none':
      return '';
    case 'bytes':
      return formatBytes(value.value);
    case 'intString':
      return value.text || String(value.int);
    case 'stringString':
      return [value.text1, value.text2].filter((text) => text !== '').join('=');
    case 'intStringString':
      return [value.int, value.text1, value.text2].filter((text) => text !== '').join(', ');
    case 'bytesStringString':
      return [formatBytes(value.bytes), value.text1, value.text2].filter((text) => text !== '').join(', ');
    case 'longIntIntByteByteString':
      return [value.long, value.int1, value.int2, value.byte1, value.byte2, value.text].join(', ');
    case 'intBooleanIntBoolean':
      return `write: ${formatIo(value.int1, value.boolean1)}, read: ${formatIo(value.int2, value.boolean2)}`;
    default:
      return String(value.value);
  }
}

const formatIo = (elapsed: number, failed: boolean): string =>
  `${elapsed < 0 ? 'unknown' : `${elapsed} ms`}${failed ? ' (failed)' : ''}`;

const proxies: ReadonlyMap<number, string> = new Map([
  [1, 'application'],
  [2, 'Nginx'],
  [3, 'Apache'],
]);

/** The header that a proxy in front adds: when it received the request, and how long it had it. -1: it does not say. */
function formatProxy(value: Extract<AnnotationValue, { type: 'longIntIntByteByteString' }>): string {
  const { long: received, int1: code, int2: micros, byte1: idle, byte2: busy, text } = value;
  const at = Number(received);
  return [
    `${proxies.get(code) ?? `proxy ${code}`}${text === '' ? '' : ` ${text}`}`,
    at > 0 && at < 8.64e15 ? `received ${new Date(at).toISOString()}` : '',
    micros > 0 ? `duration ${micros / 1000} ms` : '',
    idle > 0 ? `idle ${idle} %` : '',
    busy > 0 ? `busy ${busy} %` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

const MAX_BYTES = 256;
const formatBytes = (bytes: Uint8Array): string =>
  bytes.length <= MAX_BYTES ? hex(bytes) : `${hex(bytes.subarray(0, MAX_BYTES))}… (${bytes.length} bytes)`;

/** Text as it is, lists as JSON. The decoder bounds how deep they are nested. */
export const formatAttribute = (value: AttributeValue): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(plain(value)) : String(value);

function plain(value: AttributeValue): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return formatBytes(value);
  if ('list' in value) {
    // Made by entries, so that a key such as `__proto__` is a key like any other.
    return Object.fromEntries(value.list.map(({ key, value: inner }) => [key, plain(inner)]));
  }
  return value.map(plain);
}

/** An argument: written in the annotation, or kept by the agent under the number of a text. */
export function formatArgument({ key, value }: Annotation, agent: Agent, names: NameSource): string {
  const cached = key <= annotationKey.CACHED_ARGS_0 && key >= annotationKey.CACHED_ARGS_N && value.type === 'int';
  return cached ? (names.string(agent, value.value) ?? unnamed('text', value.value)) : format({ key, value });
}
