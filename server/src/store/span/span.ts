import type { Brand } from '../../lib/brand.ts';
import type { Millis } from '../../lib/time.ts';
import type { Agent } from '../application.ts';

/** A trace's canonical name: `agentId^startTime^sequence`, or 32 hexadecimal digits. */
export type TraceId = Brand<string, 'TraceId'>;

/** A signed 64-bit number, unique within its trace as a rule but not by law. */
export type SpanId = Brand<bigint, 'SpanId'>;

/** What an agent sends for "no such span". */
export const NO_SPAN = -1n as SpanId;

/** A span or span chunk as it came, with what only the collector knows. */
export interface Received<T extends Span | SpanChunk = Span | SpanChunk> {
  readonly agent: Agent;
  readonly receivedAt: Millis;
  readonly message: T;
  /** Of a span that OpenTelemetry recorded: its own id and its parent's, which say where it belongs. */
  readonly otlp?: { readonly spanId: SpanId; readonly parentSpanId: SpanId };
}

/** One hop of a trace in one application (PSpan). */
export interface Span {
  readonly kind: 'span';
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** NO_SPAN for the root of a trace. */
  readonly parentSpanId: SpanId;
  /** By the agent's clock, ms. */
  readonly startTime: number;
  /** ms */
  readonly elapsed: number;
  readonly apiId: number;
  readonly serviceType: number;
  readonly applicationType: number;
  readonly rpc: string;
  readonly endPoint: string;
  readonly remoteAddress: string;
  readonly acceptorHost: string;
  readonly parent: { readonly service: string; readonly name: string; readonly type: number } | undefined;
  /** Bits: 1 unknown, 2 exception, 4 HTTP status, 8 SQL; agents without categories send 1. 0: no error. */
  readonly error: number;
  readonly exception: Thrown | undefined;
  readonly annotations: readonly Annotation[];
  readonly attributes: readonly Attribute[];
  readonly flag: number;
  /** Non-zero when the request wrote a log record. */
  readonly logged: number;
  /** In wire order. */
  readonly events: readonly SpanEvent[];
}

/** Events of a span that arrive apart from it (PSpanChunk). */
export interface SpanChunk {
  readonly kind: 'chunk';
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly endPoint: string;
  readonly applicationType: number;
  /** What the first event's start is relative to; by the agent's clock, ms. */
  readonly keyTime: number;
  /** Set when the events ran asynchronously: they hang below the event whose `asyncId` is the same. */
  readonly async: { readonly id: number; readonly sequence: number } | undefined;
  readonly events: readonly SpanEvent[];
}

/** One call inside a span. */
export interface SpanEvent {
  readonly sequence: number;
  /** Resolved: 0 on the wire (the previous event's depth) is never seen here, unless nothing came before. */
  readonly depth: number;
  /** Resolved: by the agent's clock, ms since 1970, not a delta. */
  readonly startTime: number;
  /** ms */
  readonly elapsed: number;
  readonly serviceType: number;
  readonly apiId: number;
  readonly exception: Thrown | undefined;
  readonly annotations: readonly Annotation[];
  readonly attributes: readonly Attribute[];
  readonly endPoint: string;
  readonly destinationId: string;
  /** NO_SPAN when the call leads to no other span. */
  readonly nextSpanId: SpanId;
  /** 0 when the call started nothing asynchronous. */
  readonly asyncId: number;
}

export interface Thrown {
  /** Id of a string of the agent's metadata: the exception's class. */
  readonly classId: number;
  readonly message: string;
}

export interface Annotation {
  readonly key: number;
  readonly value: AnnotationValue;
}

/** The annotation value types of Annotation.proto; absent strings are ''. */
export type AnnotationValue =
  | { readonly type: 'none' }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'int' | 'short' | 'byte' | 'double'; readonly value: number }
  | { readonly type: 'long'; readonly value: bigint }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'intString'; readonly int: number; readonly text: string }
  | { readonly type: 'stringString'; readonly text1: string; readonly text2: string }
  | { readonly type: 'intStringString'; readonly int: number; readonly text1: string; readonly text2: string }
  | { readonly type: 'bytesStringString'; readonly bytes: Uint8Array; readonly text1: string; readonly text2: string }
  | {
      readonly type: 'longIntIntByteByteString';
      readonly long: bigint;
      readonly int1: number;
      readonly int2: number;
      readonly byte1: number;
      readonly byte2: number;
      readonly text: string;
    }
  | {
      readonly type: 'intBooleanIntBoolean';
      readonly int1: number;
      readonly boolean1: boolean;
      readonly int2: number;
      readonly boolean2: boolean;
    };

export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

export type AttributeValue =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly list: readonly Attribute[] };
