import { test } from 'node:test';
import type { Random } from '../../../bench/generate/random.ts';
import { roster } from '../../../bench/generate/roster.ts';
import { Traffic } from '../../../bench/generate/traffic.ts';
import { FactsReader } from '../../../server/src/ingest/span/read-facts.ts';
import { MemoryKv } from '../../../server/src/kv/memory.ts';
import { Interner } from '../../../server/src/lib/interner.ts';
import { ProtoReader } from '../../../server/src/lib/protobuf.ts';
import { Sketch } from '../../../server/src/lib/sketch.ts';
import { dayOf, millis } from '../../../server/src/lib/time.ts';
import { decodeMinute, decodeSketches, type MinuteSink } from '../../../server/src/store/map/codec.ts';
import { mapTable, sketchTable } from '../../../server/src/store/map/keys.ts';
import { mergeMinutes, mergeSketches } from '../../../server/src/store/map/merge.ts';
import { decodeDots } from '../../../server/src/store/scatter/dots.ts';
import { scatterTable } from '../../../server/src/store/scatter/keys.ts';
import { Chunk } from '../../../server/src/store/span/chunk.ts';
import { SpanFacts } from '../../../server/src/store/span/facts.ts';
import { spanTable, traceTable } from '../../../server/src/store/span/keys.ts';
import { SettledChunkBuilder } from '../../../server/src/store/span/settled-chunk.ts';
import { readTracePlaces } from '../../../server/src/store/span/trace-places.ts';
import { SpanWriter } from '../../../server/src/store/span-writer.ts';
import { newWriterId } from '../../../server/src/store/writer-id.ts';
import { sized } from '../length.ts';
import { attempt } from './attempt.ts';

const NOW = millis(1_795_000_000_000);

/** The values that a flush of traffic puts into each table. */
async function stored(): Promise<Map<number, Uint8Array[]>> {
  const kv = new MemoryKv();
  const writer = new SpanWriter(kv, newWriterId(NOW));
  const facts = new SpanFacts();
  const read = new FactsReader('mask');
  const reader = new ProtoReader();
  const traffic = new Traffic(3, (place, _isSpan, bytes) => {
    const agent = roster[place];
    if (agent === undefined) return;
    Object.assign(facts, { agent, receivedAt: NOW });
    read.read(reader.reset(Uint8Array.from(bytes)), facts, writer.texts);
    writer.add(facts);
  });
  for (let traces = 0; traces < 40; traces++) traffic.trace(NOW);
  await writer.durable();
  const values = new Map<number, Uint8Array[]>();
  for (const table of [spanTable, traceTable, scatterTable, mapTable, sketchTable]) {
    const rows = await Array.fromAsync(kv.dump(table, dayOf(NOW)));
    values.set(
      table.id,
      rows.map(({ value }) => value),
    );
  }
  return values;
}

const values = await stored();
const seedsOf = ({ id }: { readonly id: number }): readonly Uint8Array[] => values.get(id) ?? [];
const chunks = seedsOf(spanTable);
const settled = chunks.slice(0, 20).map((value) => {
  const builder = new SettledChunkBuilder(NOW, { level: 1, dictionary: true });
  for (const { place, message } of new Chunk(value).placed()) builder.add(place * 2, message);
  return builder.encode();
});

/** Stored values are guarded by checksums; what gets past those must still end in a Failure and cost nobody the rest. */
function damaged(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const bytes = Buffer.from(random.pick(seeds));
  // Versions, counts and lengths stand at the beginning: most is to be broken there.
  const reach = random.chance(0.6) ? Math.min(bytes.length, 64) : bytes.length;
  for (let left = random.below(4); left > 0; left--) {
    const at = random.below(reach);
    const size = 1 + random.below(8);
    bytes.fill(random.chance(0.5) ? 0xff : random.below(256), at, Math.min(at + size, bytes.length));
  }
  return random.chance(0.2) ? bytes.subarray(0, random.below(bytes.length)) : bytes;
}

const nothing = (): void => undefined;
const sink: MinuteSink = { responses: nothing, agent: nothing, out: nothing, in: nothing, host: nothing };

const decoders: readonly (readonly [string, readonly Uint8Array[], (value: Uint8Array) => void])[] = [
  ['chunks of spans', chunks, (value) => Array.from(new Chunk(value).messages())],
  ['settled chunks', settled, (value) => Array.from(new Chunk(value).messages())],
  ['places of chunks', settled, (value) => new Chunk(value).message(3)],
  ['dots', seedsOf(scatterTable), decodeDots],
  ['places of traces', seedsOf(traceTable), readTracePlaces],
  ['minutes of the map', seedsOf(mapTable), (value) => decodeMinute(value, sink)],
  ['sketches', seedsOf(sketchTable), (value) => decodeSketches(value, new Sketch(), () => new Sketch())],
  ['minutes that are merged', seedsOf(mapTable), (value) => mergeMinutes([value, value], 1)],
  ['sketches that are merged', seedsOf(sketchTable), (value) => mergeSketches([value, value], 1)],
];

for (const [what, seeds, decode] of decoders) {
  test(`stored ${what} of any bytes are read or said to be damaged`, () => {
    attempt(sized(10_000, 200_000), (random) => damaged(seeds, random), decode, ['STORE_DAMAGED', 'STORE_TOO_NEW']);
  });
}

test('texts of any bytes are numbered and come back', () => {
  const texts = new Interner();
  attempt(
    sized(20_000, 200_000),
    (random) => Buffer.from(Array.from({ length: random.below(40) }, () => random.below(256))),
    (bytes) => {
      const id = texts.id(bytes, 0, bytes.length);
      if (texts.text(id) !== Buffer.from(bytes).toString()) throw new Error('another text came back');
    },
    [],
  );
});
