import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { PExceptionMetaDataSchema } from '@finepoint/wire';
import type { TraceId } from '../../store/span/span.ts';
import type { SentException } from '../../store/stat/exceptions.ts';
import { chainsOf } from './exception.ts';
import { agent, event, span } from './trace.test-data.ts';

const traceId = 'a^1^1' as TraceId;
const annotations = [{ key: -52, value: { type: 'long', value: 5n } as const }];

const sent = (exceptionId: bigint, sequence = 1n): SentException => ({
  agentId: 'a',
  startTime: 1,
  message: toBinary(
    PExceptionMetaDataSchema,
    create(PExceptionMetaDataSchema, {
      transactionId: { agentId: '', agentStartTime: 1n, sequence },
      exceptions: [
        { exceptionClassName: 'Cause', exceptionMessage: 'why', exceptionId, exceptionDepth: 1 },
        {
          exceptionClassName: 'Outer',
          exceptionMessage: 'what',
          exceptionId,
          exceptionDepth: 0,
          stackTraceElement: [{ className: 'Shop', fileName: 'Shop.java', lineNumber: 7, methodName: 'buy' }],
        },
      ],
    }),
  ),
});

const store = (messages: readonly SentException[]) => {
  let reads = 0;
  return {
    get reads() {
      return reads;
    },
    async *read() {
      reads++;
      yield* messages;
    },
  };
};

test('a call that names an exception gets it with its causes and stacks, outermost first', async () => {
  const parts = [span({ events: [event(0, 1, 0, { annotations })] })];
  const broken: SentException = { agentId: 'a', startTime: 1, message: Uint8Array.of(255, 255) };
  const chains = await chainsOf(parts, traceId, store([broken, sent(4n), sent(5n, 9n), sent(5n)]));
  const chain = chains.of(agent('a'), annotations);
  assert.deepEqual(
    chain.map(({ className, message, frames }) => [className, message, frames.length]),
    [
      ['Outer', 'what', 1],
      ['Cause', 'why', 0],
    ],
  );
  assert.deepEqual(chain[0]?.frames, [{ className: 'Shop', methodName: 'buy', fileName: 'Shop.java', line: 7 }]);
});

test('of another trace, of another agent, or not come: there is none', async () => {
  const parts = [span({ events: [event(0, 1, 0, { annotations })] })];
  const chains = await chainsOf(parts, traceId, store([sent(5n, 2n), { ...sent(5n), agentId: 'b' }]));
  assert.deepEqual(chains.of(agent('a'), annotations), []);
});

test('nothing is read for a trace that names none', async () => {
  const source = store([sent(5n)]);
  await chainsOf([span({ events: [event(0, 1, 0)] })], traceId, source);
  assert.equal(source.reads, 0);
});
