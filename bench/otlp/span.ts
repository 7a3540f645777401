import type { Bytes } from '../../server/src/lib/bytes.ts';
import { ProtoWriter } from '../generate/proto-writer.ts';

/** Kinds of spans in OTLP. */
export const kind = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 } as const;

export type Tells = readonly (readonly [string, string | number])[];

export interface OtlpSpan {
  readonly traceId: Bytes;
  readonly id: Bytes;
  readonly parent: Bytes | undefined;
  readonly kind: number;
  readonly name: string;
  /** ms since 1970, with a fraction, and ms. */
  readonly start: number;
  readonly elapsed: number;
  readonly failed: boolean;
  readonly tells: Tells;
}

/** Field of ScopeSpans. */
const SPANS = 2;

/** Appends a span to ScopeSpans, as SDKs write it: fields in ascending order. */
export function writeSpan(to: ProtoWriter, span: OtlpSpan): void {
  const mark = to.enter(SPANS);
  to.bytes(1, span.traceId).bytes(2, span.id);
  if (span.parent !== undefined) to.bytes(4, span.parent);
  to.string(5, span.name).int(6, span.kind);
  nanos(to, 7, span.start);
  nanos(to, 8, span.start + span.elapsed);
  for (const [key, value] of span.tells) writeAttribute(to, 9, key, value);
  if (span.failed) to.leave(to.enter(15, STATUS_ERROR));
  // The sampled flag, and that the parent is not remote is not said: what the SDKs for Java write.
  to.raw(FLAGS).leave(mark);
}

const STATUS_ERROR = new Uint8Array([0x18, 2]);
const FLAGS = new Uint8Array([0x85, 0x01, 0x01, 0x01, 0, 0]);

/** KeyValue */
export function writeAttribute(to: ProtoWriter, field: number, key: string, value: string | number): void {
  const mark = to.enter(field);
  to.string(1, key);
  const inner = to.enter(2);
  if (typeof value === 'string') to.string(1, value);
  else to.int(3, value);
  to.leave(inner);
  to.leave(mark);
}

function nanos(to: ProtoWriter, field: number, ms: number): void {
  const all = BigInt(Math.floor(ms)) * 1_000_000n + BigInt(Math.floor((ms % 1) * 1_000_000));
  to.fixed64(field, Number(all >> 32n), Number(all & 0xffff_ffffn));
}

/** A Resource as the agent for Java describes a process. */
export function resourceOf(service: string, instance: string): Bytes {
  const to = new ProtoWriter();
  const tells: Tells = [
    ['container.id', Buffer.from(instance.padEnd(32, '.')).toString('hex').slice(0, 64)],
    ['host.arch', 'amd64'],
    ['host.name', instance],
    ['os.description', 'Linux 6.8.0-47-generic'],
    ['os.type', 'linux'],
    ['process.command_line', `/usr/lib/jvm/java-21/bin/java -Xmx2g -jar /app/${service}.jar`],
    ['process.executable.path', '/usr/lib/jvm/java-21/bin/java'],
    ['process.pid', 1],
    ['process.runtime.description', 'Eclipse Adoptium OpenJDK 64-Bit Server VM 21.0.5+11-LTS'],
    ['process.runtime.name', 'OpenJDK Runtime Environment'],
    ['process.runtime.version', '21.0.5+11-LTS'],
    ['service.instance.id', instance],
    ['service.name', service],
    ['telemetry.distro.name', 'opentelemetry-java-instrumentation'],
    ['telemetry.distro.version', '2.10.0'],
    ['telemetry.sdk.language', 'java'],
    ['telemetry.sdk.name', 'opentelemetry'],
    ['telemetry.sdk.version', '1.44.1'],
  ];
  for (const [key, value] of tells) writeAttribute(to, 1, key, value);
  return Uint8Array.from(to.written);
}
