import { test } from 'node:test';
import { maskAgentInfo } from '../../../server/src/ingest/mask/agent-info.ts';
import { FactsReader } from '../../../server/src/ingest/span/read-facts.ts';
import { Interner } from '../../../server/src/lib/interner.ts';
import { ProtoReader } from '../../../server/src/lib/protobuf.ts';
import { millis } from '../../../server/src/lib/time.ts';
import { alignTrace } from '../../../server/src/query/trace/align.ts';
import { viewTrace } from '../../../server/src/query/trace/view.ts';
import { viewTransaction } from '../../../server/src/query/transaction/view.ts';
import type { Agent } from '../../../server/src/store/application.ts';
import { MapWriter } from '../../../server/src/store/map/writer.ts';
import { decodeMessage } from '../../../server/src/store/span/decode.ts';
import { SpanFacts } from '../../../server/src/store/span/facts.ts';
import type { Received, Span } from '../../../server/src/store/span/span.ts';
import { sized } from '../length.ts';
import { attempt } from './attempt.ts';
import { mutate } from './mutate.ts';
import { spanSeeds } from './seeds.ts';

const seeds = spanSeeds();
const agent: Agent = {
  application: { service: 'DEFAULT', name: 'FUZZ', type: 1210 },
  agentId: 'fuzz-1',
  agentName: 'fuzz-1',
  startTime: 1_795_000_000_000,
};
const now = millis(1_795_000_000_000);
const nobody = { api: () => undefined, sql: () => undefined, sqlUid: () => undefined, string: () => undefined };
const isSpan = (received: Received): received is Received<Span> => received.message.kind === 'span';

test('spans of any bytes are read for the indexes, masked and counted, or refused', () => {
  const facts = new SpanFacts();
  const reader = new ProtoReader();
  const readers = (['mask', 'drop', 'keep'] as const).map((policy) => new FactsReader(policy));
  let map = new MapWriter(Buffer.alloc(8));
  let read = 0;
  attempt(
    sized(500_000, 5_000_000),
    (random) => mutate(seeds, random),
    (bytes) => {
      if (++read % 10_000 === 0) {
        map.take();
        map = new MapWriter(Buffer.alloc(8));
      }
      facts.agent = agent;
      facts.receivedAt = now;
      readers[read % 3]?.read(reader.reset(bytes), facts, map.texts);
      map.add(facts);
    },
    ['MESSAGE_INVALID', 'VERSION_UNKNOWN'],
  );
});

test('spans of any bytes are decoded and shown, or refused', () => {
  attempt(
    sized(200_000, 2_000_000),
    (random) => mutate(seeds, random),
    (bytes) => {
      const received = decodeMessage(bytes, agent, now);
      JSON.stringify(viewTrace(alignTrace([received], { now }), nobody));
      if (isSpan(received)) JSON.stringify(viewTransaction(received, nobody));
    },
    ['MESSAGE_INVALID', 'VERSION_UNKNOWN'],
  );
});

test('whatever a span is, its bytes keep their length and what is read once is read again', () => {
  const facts = new SpanFacts();
  const reader = new ProtoReader();
  const mask = new FactsReader('drop');
  const texts = new Interner();
  attempt(
    sized(50_000, 500_000),
    (random) => mutate(seeds, random),
    (bytes) => {
      facts.agent = agent;
      mask.read(reader.reset(bytes), facts, texts);
      // Masked bytes are what is stored: they must be as good a message as before.
      mask.read(reader.reset(bytes), facts, texts);
    },
    ['MESSAGE_INVALID', 'VERSION_UNKNOWN'],
  );
});

test('the masking of what an agent tells of itself takes any bytes', () => {
  attempt(sized(20_000, 200_000), (random) => mutate(seeds, random), maskAgentInfo, ['MESSAGE_INVALID']);
});
