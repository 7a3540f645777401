import { create, toBinary } from '@bufbuild/protobuf';
import { PSpanResultBatchSchema } from '@finepoint/wire';
import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import type { Method } from '../grpc/method.ts';
import type { Ingest } from '../ingest.ts';

/** `v1.Span`: spans as a stream of messages or in batches. */
export function spanService(ingest: Ingest): [string, Method][] {
  return [
    [
      '/v1.Span/SendSpan',
      {
        kind: 'stream',
        open: ({ agent }) => ({
          message: (bytes) => ingest.streamed(agent, bytes),
          async end() {
            await ingest.durable(agent);
            return EMPTY;
          },
          gone() {},
        }),
      },
    ],
    [
      '/v1.Span/SendSpanBatch',
      {
        kind: 'unary',
        admit: () => ingest.admit(),
        async answer(message, { agent }) {
          const { rejected, reason } = await ingest.spanBatch(agent, message);
          return rejected === 0 ? EMPTY : partly(rejected, reason);
        },
      },
    ],
  ];
}

const partly = (rejected: number, reason: string): Bytes =>
  toBinary(
    PSpanResultBatchSchema,
    create(PSpanResultBatchSchema, { partialSuccess: { rejectedSpans: BigInt(rejected), errorMessage: reason } }),
  );
