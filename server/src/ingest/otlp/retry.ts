import { create, toBinary } from '@bufbuild/protobuf';
import { RetryInfoSchema, RpcStatusSchema } from '@finepoint/wire/otlp';
import type { Failure } from '../../lib/failure.ts';

/** When to come again, in seconds: soon where we are busy, later where somebody has to make room. */
const BUSY = 1;
const LATER = 30;

/** Seconds after which a refused request may come again; 0 where it never should. */
export function retryAfter({ code }: Failure): number {
  if (code === 'SERVER_BUSY' || code === 'SERVER_STOPPING') return BUSY;
  return code === 'DISK_LOW' ? LATER : 0;
}

/**
 * What exporters over gRPC look for in `grpc-status-details-bin`: RESOURCE_EXHAUSTED is tried again only where a
 * RetryInfo says when. https://opentelemetry.io/docs/specs/otlp/#failures
 */
export function retryDetails(failure: Failure): string | undefined {
  const seconds = retryAfter(failure);
  if (seconds === 0) return undefined;
  const info = create(RetryInfoSchema, { retryDelay: { seconds: BigInt(seconds) } });
  const status = create(RpcStatusSchema, {
    code: failure.grpc,
    message: failure.message,
    details: [{ typeUrl: 'type.googleapis.com/google.rpc.RetryInfo', value: toBinary(RetryInfoSchema, info) }],
  });
  return Buffer.from(toBinary(RpcStatusSchema, status)).toString('base64');
}
