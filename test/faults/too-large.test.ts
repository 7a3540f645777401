import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtoWriter } from '../../bench/generate/proto-writer.ts';
import { FactsReader } from '../../server/src/ingest/span/read-facts.ts';
import type { Kv, Op } from '../../server/src/kv/kv.ts';
import { VALUE_LIMIT } from '../../server/src/kv/kv.ts';
import { MemoryKv } from '../../server/src/kv/memory.ts';
import { Failure } from '../../server/src/lib/failure.ts';
import { ProtoReader } from '../../server/src/lib/protobuf.ts';
import { millis } from '../../server/src/lib/time.ts';
import type { Agent } from '../../server/src/store/application.ts';
import { SpanFacts } from '../../server/src/store/span/facts.ts';
import { SpanWriter } from '../../server/src/store/span-writer.ts';
import { newWriterId } from '../../server/src/store/writer-id.ts';

const NOW = millis(1_795_000_000_000);
const application = { service: 'DEFAULT', name: 'HOSTILE', type: 1210 };
const agentOf = (number: number): Agent => {
  const agentId = `hostile-${number}`;
  return { application, agentId, agentName: agentId.padEnd(250, 'x'), startTime: number };
};

/** Adds spans to a flush that does not end before all are there, which fails if the storage refuses any of its values. */
async function flush(spans: Iterable<{ readonly agent: Agent; readonly bytes: Uint8Array }>): Promise<void> {
  let longest = 0;
  const memory = new MemoryKv();
  const kv = Object.assign(Object.create(memory), {
    write(batch: readonly Op[]) {
      for (const op of batch) if ('put' in op) longest = Math.max(longest, op.put.length);
      // A value that is refused would be written again and again.
      if (longest > VALUE_LIMIT) throw new Failure('STORE_CLOSED', `a value of ${longest} bytes`);
      return memory.write(batch);
    },
  }) as Kv;
  const writer = new SpanWriter(kv, newWriterId(NOW));
  const read = new FactsReader('mask');
  const reader = new ProtoReader();
  const facts = new SpanFacts();
  for (const { agent, bytes } of spans) {
    facts.agent = agent;
    facts.receivedAt = NOW;
    read.read(reader.reset(bytes), facts, writer.texts);
    writer.add(facts);
  }
  await writer.durable();
  assert.ok(longest > 100_000, `only ${longest} bytes: this was no test`);
}

/** A span with a trace id and whatever else. */
function span(fill: (to: ProtoWriter) => void): Uint8Array {
  const to = new ProtoWriter();
  const outer = to.enter(1);
  to.int(1, 1).leave(to.enter(2));
  fill(to);
  to.leave(outer);
  return Uint8Array.from(to.written);
}

/** Calls of a span, to an end point and a destination each. */
function calls(to: ProtoWriter, type: number, ends: readonly (readonly [string, string])[]): void {
  for (const [endPoint, destination] of ends) {
    const event = to.enter(13);
    to.sint(5, type);
    const next = to.enter(12);
    const message = to.enter(1);
    to.string(2, endPoint).string(3, destination).leave(message).leave(next).leave(event);
  }
}

/** More than one row of 8 MiB has room for. */
const MANY = 40_000;

const long = (number: number): string => `${number}`.padEnd(512, 'x');
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

test('a trace of a million spans in one flush is stored', async () => {
  const bytes = span(() => undefined);
  const agent = agentOf(1);
  await flush(numbers(1_000_000).map(() => ({ agent, bytes })));
});

test('a minute with very many agents is stored', async () => {
  const bytes = span((to) => to.int(15, 1210));
  await flush(numbers(MANY).map((number) => ({ agent: agentOf(number), bytes })));
});

const kinds = [
  ['to end points', 2101, (number: number) => [long(number), 'shop'] as const],
  ['to destinations', 2101, (number: number) => ['10.0.0.1', long(number)] as const],
  ['to both', 2101, (number: number) => [long(number), long(-number)] as const],
] as const;

for (const [what, type, ends] of kinds) {
  test(`a minute with calls ${what} that are very many and long is stored`, async () => {
    const agent = agentOf(1);
    await flush(
      numbers(MANY / 100).map((part) => ({
        agent,
        bytes: span((to) =>
          calls(
            to,
            type,
            numbers(100).map((number) => ends(part * 100 + number)),
          ),
        ),
      })),
    );
  });
}

test('a minute with very many callers of long names is stored', async () => {
  const agent = agentOf(1);
  await flush(
    numbers(MANY).map((number) => ({
      agent,
      bytes: span((to) => {
        const accept = to.enter(9);
        to.string(2, long(number));
        const parent = to.enter(4);
        to.string(1, long(number)).int(2, 1210).leave(parent).leave(accept);
      }),
    })),
  );
});

test('a minute with very many long hosts that one caller dialled is stored', async () => {
  const agent = agentOf(1);
  await flush(
    numbers(MANY).map((number) => ({
      agent,
      bytes: span((to) => {
        const accept = to.enter(9);
        const parent = to.enter(4);
        to.string(1, 'front').int(2, 1210).string(3, long(number)).leave(parent).leave(accept);
      }),
    })),
  );
});
