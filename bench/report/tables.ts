import type { Floors } from '../floor/floors.ts';
import type { IngestFigures } from '../measure/ingest.ts';
import { quantile } from '../measure/quantile.ts';
import type { OtlpFigures } from '../otlp/measure.ts';
import type { QueryFigures } from '../query/measure.ts';
import { queries } from '../query/queries.ts';
import type { IngestRuns, Visible } from './figures.ts';
import { fixed, table, whole } from './table.ts';

const runs: readonly (readonly [keyof IngestRuns, string])[] = [
  ['streams1', 'streams, 1 core'],
  ['batches1', 'batches of 20, 1 core'],
  ['streams2', 'streams, 2 cores'],
  ['batches2', 'batches of 20, 2 cores'],
];

export function ingestTable(of: IngestRuns): string {
  const head = [
    '',
    'PSpans sent',
    'a CPU-second',
    'settling µs',
    'a second',
    'agents’ CPU s',
    'rejected',
    'lost',
    'RssAnon',
    'VmHWM',
    'B on disk',
  ];
  return table(
    head,
    runs.map(([key, name]) => [name, ...ingestRow(of[key])]),
  );
}

const ingestRow = (of: IngestFigures): string[] => [
  whole(of.pspans),
  whole(of.pspans / of.cpuSeconds),
  fixed((of.settlingCpuSeconds / of.pspans) * 1e6, 1),
  whole(of.pspans / of.seconds),
  fixed(of.senderCpuSeconds, 1),
  whole(of.rejected),
  whole(of.lost),
  `${whole(of.rssMib)} MiB`,
  `${whole(of.highWaterMib)} MiB`,
  fixed(of.bytesPerSpan, 1),
];

export const otlpTable = (of: OtlpFigures): string =>
  table(
    ['', 'spans sent', 'a CPU-second', 'settling µs', 'a second', 'refused', 'lost', 'RssAnon', 'VmHWM', 'B on disk'],
    [
      [
        `OTLP, ${whole(of.spanBytes)} B a span, 1 core`,
        whole(of.spans),
        whole(of.spans / of.cpuSeconds),
        fixed((of.settlingCpuSeconds / of.spans) * 1e6, 1),
        whole(of.spans / of.seconds),
        whole(of.refused),
        whole(of.lost),
        `${whole(of.rssMib)} MiB`,
        `${whole(of.highWaterMib)} MiB`,
        fixed(of.bytesPerSpan, 1),
      ],
    ],
  );

/** Where the CPU goes: each stage alone, what it sums up to, and the whole server as it was measured. */
export function floorTable(floors: Floors, ingest: IngestRuns | undefined): string {
  const own = floors.writePath - floors.walk - floors.zstd;
  const others = floors.storage - floors.level;
  const settling = { streams: settlingOf(ingest?.streams1), batches: settlingOf(ingest?.batches1) };
  const server = { streams: microsOf(ingest?.streams1), batches: microsOf(ingest?.batches1) };
  const sum = {
    streams: floors.framingStreams + floors.writePath + floors.storage,
    batches: floors.framingBatches + floors.writePath + floors.storage,
  };
  const beyond = 'beyond that: threads, agents, a cold start';
  const rows: [string, number, number][] = [
    ['gRPC framing alone', floors.framingStreams, floors.framingBatches],
    ['protobuf walk and masking alone', floors.walk, floors.walk],
    ['zstd 1 in 64 KiB alone', floors.zstd, floors.zstd],
    ['indexes, chunks, rows: the write path less walk and zstd', own, own],
    ['LevelDB with the small rows alone', floors.level, floors.level],
    ['rest of the storage: segments, keys, tallies', others, others],
    ['sum of the stages alone', sum.streams, sum.batches],
    ['settling, in the run of the whole server', settling.streams, settling.batches],
    [beyond, server.streams - settling.streams - sum.streams, server.batches - settling.batches - sum.batches],
    ['the whole server, until idle', server.streams, server.batches],
  ];
  return table(
    ['µs of CPU for each PSpan, 1 core', 'streams', 'batches'],
    rows.map(([name, streams, batches]) => [name, fixed(streams, 2), fixed(batches, 2)]),
  );
}

const microsOf = (run: IngestFigures | undefined): number =>
  run === undefined ? Number.NaN : (run.cpuSeconds / run.pspans) * 1e6;

const settlingOf = (run: IngestFigures | undefined): number =>
  run === undefined ? Number.NaN : (run.settlingCpuSeconds / run.pspans) * 1e6;

export function visibleLine({ ms, load }: Visible): string {
  const [p50, p99] = [quantile(ms, 0.5), quantile(ms, 0.99)];
  return `  ${ms.length} probes beside ${whole(load)} messages/s: p50 ${whole(p50)} ms, p99 ${whole(p99)} ms`;
}

export function queryTable({ store, starts, answers }: QueryFigures): string {
  const rows = queries.map(({ key, about }) => {
    const ms = answers.get(key) ?? [];
    return [about, String(ms.length), fixed(quantile(ms, 0.5), 1), fixed(quantile(ms, 0.95), 1)];
  });
  rows.push(['search by attribute (not built yet)', '0', '–', '–']);
  rows.push(['start of the server', String(starts.length), whole(quantile(starts, 0.5)), whole(Math.max(...starts))]);
  const head = `ms on ${whole(store.pspans)} stored PSpans (${fixed(store.bytesPerSpan, 1)} B each)`;
  return table([head, 'times', 'p50', 'p95'], rows);
}
