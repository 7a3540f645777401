import { FactsReader } from '../../server/src/ingest/span/read-facts.ts';
import type { Kv, Op } from '../../server/src/kv/kv.ts';
import { ProtoReader } from '../../server/src/lib/protobuf.ts';
import { now } from '../../server/src/lib/time.ts';
import { SpanFacts } from '../../server/src/store/span/facts.ts';
import { SpanWriter } from '../../server/src/store/span-writer.ts';
import { newWriterId } from '../../server/src/store/writer-id.ts';
import { roster } from '../generate/roster.ts';
import type { Message } from './corpus.ts';
import { eachTurn } from './each-turn.ts';

/** Reads every message as ingest does, and does nothing with it. */
export async function walk(corpus: readonly Message[]): Promise<void> {
  const { texts } = new SpanWriter(keepsNothing(), newWriterId(now()));
  const read = new FactsReader('mask');
  const reader = new ProtoReader();
  const facts = new SpanFacts();
  await eachTurn(corpus, ({ agent, buffer, from, to }) => {
    facts.agent = roster[agent] ?? facts.agent;
    read.read(reader.reset(buffer, from, to), facts, texts);
  });
}

/** Everything between gRPC and the storage: reads, indexes, compresses, makes the rows. Answers them, flush by flush. */
export async function makeRows(corpus: readonly Message[]): Promise<readonly (readonly Op[])[]> {
  const flushes: (readonly Op[])[] = [];
  const writer = new SpanWriter(keepsNothing(flushes), newWriterId(now()));
  const read = new FactsReader('mask');
  const reader = new ProtoReader();
  const facts = new SpanFacts();
  await eachTurn(corpus, ({ agent, buffer, from, to }) => {
    facts.agent = roster[agent] ?? facts.agent;
    facts.receivedAt = now();
    read.read(reader.reset(buffer, from, to), facts, writer.texts);
    writer.add(facts);
  });
  await writer.durable();
  await writer[Symbol.asyncDispose]();
  return flushes;
}

/** A storage that takes what is written and forgets it, or hands it on. */
function keepsNothing(flushes: (readonly Op[])[] = []): Kv {
  return {
    can: { atomicBatch: true },
    get: async () => undefined,
    async *scan() {},
    write: async (batch) => void flushes.push(batch),
    swap: async () => true,
    expire: async () => undefined,
    usage: async () => [],
    async *dump() {},
    [Symbol.asyncDispose]: async () => undefined,
  };
}
