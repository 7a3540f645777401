import { create, type DescMessage, toBinary } from '@bufbuild/protobuf';
import {
  ExportLogsServiceRequestSchema,
  ExportMetricsServiceRequestSchema,
  ExportTraceServiceRequestSchema,
  ExportTraceServiceResponseSchema,
} from '@finepoint/wire/otlp';
import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import type { Failure } from '../../lib/failure.ts';
import type { Taken } from '../repeats.ts';

/** Told of every request that was refused, with what was thrown. */
export type RefusedRequest = (failure: Failure, address: string, path: string, thrown: unknown) => void;

/** What exporters send of one kind: traces, metrics or logs. */
export interface Signal {
  /** Path of its HTTP requests. */
  readonly path: string;
  /** Path of its gRPC method. */
  readonly method: string;
  /** What a request is, for those that come as JSON. */
  readonly request: DescMessage;
  /** Its name in JSON for what was rejected. */
  readonly rejected: string;
  /** Takes a request as protobuf from a machine; resolves when what was not rejected is durable. */
  take(request: Bytes, address: string): Promise<Taken>;
  /** Throws why no request is taken now. */
  admit(): void;
}

type Named = Omit<Signal, 'take' | 'admit'>;

const collector = 'opentelemetry.proto.collector';

export const traces: Named = {
  path: '/v1/traces',
  method: `/${collector}.trace.v1.TraceService/Export`,
  request: ExportTraceServiceRequestSchema,
  rejected: 'rejectedSpans',
};

export const metrics: Named = {
  path: '/v1/metrics',
  method: `/${collector}.metrics.v1.MetricsService/Export`,
  request: ExportMetricsServiceRequestSchema,
  rejected: 'rejectedDataPoints',
};

export const logs: Named = {
  path: '/v1/logs',
  method: `/${collector}.logs.v1.LogsService/Export`,
  request: ExportLogsServiceRequestSchema,
  rejected: 'rejectedLogRecords',
};

/** The answer to a request as protobuf; the three signals differ in the names of their fields only. */
export const answerBytes = ({ rejected, reason }: Taken): Bytes =>
  rejected === 0
    ? EMPTY
    : toBinary(
        ExportTraceServiceResponseSchema,
        create(ExportTraceServiceResponseSchema, {
          partialSuccess: { rejectedSpans: BigInt(rejected), errorMessage: reason },
        }),
      );

/** The answer as JSON. */
export const answerJson = (signal: Named, { rejected, reason }: Taken): object =>
  rejected === 0 ? {} : { partialSuccess: { [signal.rejected]: String(rejected), errorMessage: reason } };
