import { hex } from '../../../lib/bytes.ts';
import { Failure } from '../../../lib/failure.ts';
import type { ProtoReader } from '../../../lib/protobuf.ts';
import { type Attribute, NO_SPAN, type SpanId, type TraceId } from '../span.ts';
import { readKeyValue } from './attributes.ts';

/** A span as OpenTelemetry's SDKs record it. https://github.com/open-telemetry/opentelemetry-proto */
export interface OtlpSpan {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** NO_SPAN for the root of a trace. */
  readonly parentSpanId: SpanId;
  readonly traceState: string;
  readonly name: string;
  readonly kind: number;
  /** ms since 1970, with a fraction: exact to a quarter of a microsecond. */
  readonly startTime: number;
  /** ms, with a fraction: exact. */
  readonly elapsed: number;
  readonly attributes: readonly Attribute[];
  readonly events: readonly OtlpEvent[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly failed: boolean;
  readonly statusMessage: string;
}

export interface OtlpEvent {
  /** ms since 1970. */
  readonly at: number;
  readonly name: string;
  readonly attributes: readonly Attribute[];
}

/** The status code of OTLP that says that a span failed. */
export const STATUS_ERROR = 2;

const NANOS = 1_000_000;

/** Reads the fields of an OTLP Span; the reader is inside it. Throws MESSAGE_INVALID. */
export function readOtlpSpan(reader: ProtoReader): OtlpSpan {
  let [traceId, traceState, name] = ['', '', ''];
  let spanId = NO_SPAN;
  let parentSpanId = NO_SPAN;
  let kind = 0;
  let [startHigh, startLow, endHigh, endLow] = [0, 0, 0, 0];
  const attributes: Attribute[] = [];
  const events: OtlpEvent[] = [];
  const links: { traceId: string; spanId: string }[] = [];
  let status = UNSET;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        traceId = hex(reader.bytes());
        break;
      case 2:
        spanId = readSpanId(reader);
        break;
      case 3:
        traceState = reader.string();
        break;
      case 4:
        parentSpanId = readSpanId(reader);
        break;
      case 5:
        name = reader.string();
        break;
      case 6:
        kind = reader.int32();
        break;
      case 7:
        reader.fixed64();
        startHigh = reader.high >>> 0;
        startLow = reader.low >>> 0;
        break;
      case 8:
        reader.fixed64();
        endHigh = reader.high >>> 0;
        endLow = reader.low >>> 0;
        break;
      case 9:
        attributes.push(readKeyValue(reader));
        break;
      case 11:
        events.push(readEvent(reader));
        break;
      case 13:
        links.push(readLink(reader));
        break;
      case 15:
        status = readStatus(reader);
        break;
      default:
        reader.skip();
    }
  }
  if (traceId.length !== 32 || spanId === NO_SPAN) throw new Failure('MESSAGE_INVALID', 'ids of an OTLP span');
  return {
    traceId: traceId as TraceId,
    spanId,
    parentSpanId,
    traceState,
    name,
    kind,
    startTime: millisOf(startHigh, startLow),
    elapsed: elapsedOf(startHigh, startLow, endHigh, endLow),
    attributes,
    events,
    links,
    failed: status.code === STATUS_ERROR,
    statusMessage: status.message,
  };
}

/** Nanoseconds in two unsigned halves as ms. */
function millisOf(high: number, low: number): number {
  const nanos = (BigInt(high) << 32n) | BigInt(low);
  const whole = nanos / BigInt(NANOS);
  return Number(whole) + Number(nanos - whole * BigInt(NANOS)) / NANOS;
}

/** Between two times in nanoseconds, each in two unsigned halves; ms. A clock that stepped back makes it 0. */
export const elapsedOf = (startHigh: number, startLow: number, endHigh: number, endLow: number): number =>
  Math.max(0, ((endHigh - startHigh) * 0x1_0000_0000 + (endLow - startLow)) / NANOS);

/** Eight bytes, the most significant first; zeros and nothing are no span. */
function readSpanId(reader: ProtoReader): SpanId {
  const bytes = reader.bytes();
  if (bytes.length === 0) return NO_SPAN;
  if (bytes.length !== 8) throw new Failure('MESSAGE_INVALID', 'a span id of OTLP has eight bytes');
  const id = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0);
  return id === 0n ? NO_SPAN : (id as SpanId);
}

const UNSET = { code: 0, message: '' };

function readStatus(reader: ProtoReader): { code: number; message: string } {
  const outer = reader.enter();
  const status = { ...UNSET };
  while (reader.next()) {
    if (reader.field === 2) status.message = reader.string();
    else if (reader.field === 3) status.code = reader.int32();
    else reader.skip();
  }
  reader.leave(outer);
  return status;
}

function readEvent(reader: ProtoReader): OtlpEvent {
  const outer = reader.enter();
  let at = 0;
  let name = '';
  const attributes: Attribute[] = [];
  while (reader.next()) {
    if (reader.field === 1) {
      reader.fixed64();
      at = millisOf(reader.high >>> 0, reader.low >>> 0);
    } else if (reader.field === 2) name = reader.string();
    else if (reader.field === 3) attributes.push(readKeyValue(reader));
    else reader.skip();
  }
  reader.leave(outer);
  return { at, name, attributes };
}

function readLink(reader: ProtoReader): { traceId: string; spanId: string } {
  const outer = reader.enter();
  let [traceId, spanId] = ['', ''];
  while (reader.next()) {
    if (reader.field === 1) traceId = hex(reader.bytes().subarray(0, 16));
    else if (reader.field === 2) spanId = hex(reader.bytes().subarray(0, 8));
    else reader.skip();
  }
  reader.leave(outer);
  return { traceId, spanId };
}
