import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  ExportTraceServiceRequestSchema,
  type KeyValueSchema,
  type ResourceSpansSchema,
  type SpanSchema,
} from '@finepoint/wire/otlp';

type Value = string | number | boolean;
type KeyValue = MessageInitShape<typeof KeyValueSchema>;

/** Kinds of spans in OTLP. */
export const kind = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

export const attributes = (values: Readonly<Record<string, Value>>): KeyValue[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: { value: anyValue(value) } }));

function anyValue(value: Value) {
  if (typeof value === 'string') return { case: 'stringValue', value } as const;
  if (typeof value === 'boolean') return { case: 'boolValue', value } as const;
  return { case: 'intValue', value: BigInt(value) } as const;
}

export interface Call {
  readonly id: number;
  readonly parent?: number;
  readonly kind: number;
  readonly name: string;
  /** ms after the trace began; fractions as well. */
  readonly at?: number;
  /** ms */
  readonly elapsed?: number;
  readonly tells?: Readonly<Record<string, Value>>;
  readonly more?: MessageInitShape<typeof SpanSchema>;
}

/** Eight bytes of a small number. */
const idOf = (number: number): Uint8Array => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(number, 4);
  return bytes;
};

/** Spans of one process of a service, of one trace. */
export function spansOf(
  service: string,
  traceId: string,
  began: number,
  calls: readonly Call[],
): MessageInitShape<typeof ResourceSpansSchema> {
  return {
    resource: {
      attributes: attributes({
        'service.name': service,
        'service.instance.id': `${service}-1`,
        'host.name': `${service}-host`,
        'telemetry.sdk.language': 'nodejs',
        'telemetry.sdk.name': 'opentelemetry',
        'telemetry.sdk.version': '2.0.1',
      }),
    },
    scopeSpans: [
      {
        scope: { name: '@opentelemetry/instrumentation-http', version: '0.203.0' },
        spans: calls.map(({ id, parent, kind: of, name, at = 0, elapsed = 10, tells = {}, more = {} }) => ({
          traceId: Buffer.from(traceId, 'hex'),
          spanId: idOf(id),
          ...(parent !== undefined && { parentSpanId: idOf(parent) }),
          kind: of,
          name,
          startTimeUnixNano: nanos(began + at),
          endTimeUnixNano: nanos(began + at + elapsed),
          attributes: attributes(tells),
          ...more,
        })),
      },
    ],
  };
}

const nanos = (ms: number): bigint => BigInt(Math.floor(ms)) * 1_000_000n + BigInt(Math.round((ms % 1) * 1_000_000));

/** A request of these processes as protobuf. */
export const requestOf = (...resourceSpans: MessageInitShape<typeof ResourceSpansSchema>[]): Uint8Array =>
  toBinary(ExportTraceServiceRequestSchema, create(ExportTraceServiceRequestSchema, { resourceSpans }));
