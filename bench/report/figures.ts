import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Floors } from '../floor/floors.ts';
import type { IngestFigures } from '../measure/ingest.ts';
import { quantile } from '../measure/quantile.ts';
import type { OtlpFigures } from '../otlp/measure.ts';
import { out } from '../out.ts';
import type { QueryFigures } from '../query/measure.ts';

export interface IngestRuns {
  readonly streams1: IngestFigures;
  readonly batches1: IngestFigures;
  readonly streams2: IngestFigures;
  readonly batches2: IngestFigures;
}

export interface Visible {
  readonly load: number;
  readonly ms: readonly number[];
}

/** What has been measured; a stage that did not run is absent, and so are its figures. */
export interface Measured {
  ingest?: IngestRuns;
  otlp?: OtlpFigures;
  floors?: Floors;
  visible?: Visible;
  queries?: QueryFigures;
}

/** Figures under flat names. null: not measured in this run, or not yet to be measured at all. */
export type Figures = Record<string, number | string | boolean | null>;

export function figuresOf(quick: boolean, { ingest, otlp, floors, visible, queries }: Measured): Figures {
  return rounded({
    quick,
    measured_at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    ...(ingest && ingestFigures(ingest)),
    ...(otlp && otlpFigures(otlp)),
    ...(floors && floorFigures(floors)),
    ...(visible && visibleFigures(visible)),
    ...(queries && queryFigures(queries)),
  });
}

function ingestFigures(runs: IngestRuns): Figures {
  const { streams1, batches1, streams2, batches2 } = runs;
  const all = Object.values(runs);
  const sum = (of: (run: IngestFigures) => number): number => all.reduce((total, run) => total + of(run), 0);
  const most = (of: (run: IngestFigures) => number): number => Math.max(...all.map(of));
  return {
    pspans_sent: sum(({ pspans }) => pspans),
    chunks_per_pspan: streams1.chunks / streams1.pspans,
    bytes_per_message: streams1.messageBytes,
    pspans_per_cpu_second: perCpuSecond(streams1),
    batched_pspans_per_cpu_second: perCpuSecond(batches1),
    pspans_per_cpu_second_2_cores: perCpuSecond(streams2),
    batched_pspans_per_cpu_second_2_cores: perCpuSecond(batches2),
    settling_cpu_us_per_pspan: (streams1.settlingCpuSeconds / streams1.pspans) * 1e6,
    batched_settling_cpu_us_per_pspan: (batches1.settlingCpuSeconds / batches1.pspans) * 1e6,
    pspans_per_second_1_core: perSecond(streams1),
    batched_pspans_per_second_1_core: perSecond(batches1),
    pspans_per_second: perSecond(streams2),
    batched_pspans_per_second: perSecond(batches2),
    sender_cpu_us_per_pspan: (streams1.senderCpuSeconds / streams1.pspans) * 1e6,
    batched_sender_cpu_us_per_pspan: (batches1.senderCpuSeconds / batches1.pspans) * 1e6,
    rejected: sum(({ rejected }) => rejected),
    lost: sum(({ lost }) => lost),
    rss_mib: most(({ rssMib }) => rssMib),
    vm_hwm_mib: most(({ highWaterMib }) => highWaterMib),
    bytes_per_span: streams1.bytesPerSpan,
    batched_bytes_per_span: batches1.bytesPerSpan,
  };
}

const perCpuSecond = ({ pspans, cpuSeconds }: IngestFigures): number => pspans / cpuSeconds;
const perSecond = ({ pspans, seconds }: IngestFigures): number => pspans / seconds;

const otlpFigures = (of: OtlpFigures): Figures => ({
  otlp_spans_per_cpu_second: of.spans / of.cpuSeconds,
  otlp_spans_per_second_1_core: of.spans / of.seconds,
  otlp_bytes_per_span: of.bytesPerSpan,
  otlp_sent_bytes_per_span: of.spanBytes,
  otlp_rss_mib: of.rssMib,
  otlp_lost: of.lost,
});

const floorFigures = (floors: Floors): Figures => ({
  floor_framing_streams_us: floors.framingStreams,
  floor_framing_batches_us: floors.framingBatches,
  floor_walk_us: floors.walk,
  floor_zstd_us: floors.zstd,
  floor_zstd_bytes: floors.zstdBytes,
  floor_write_path_us: floors.writePath,
  floor_storage_us: floors.storage,
  floor_level_us: floors.level,
});

const visibleFigures = ({ load, ms }: Visible): Figures => ({
  visible_load_per_second: load,
  visible_p50_ms: quantile(ms, 0.5),
  visible_p99_ms: quantile(ms, 0.99),
});

function queryFigures({ store, starts, answers }: QueryFigures): Figures {
  const figures: Figures = {
    stored_pspans: store.pspans,
    stored_bytes_per_span: store.bytesPerSpan,
    start_ms: quantile(starts, 0.5),
  };
  for (const [key, ms] of answers) {
    figures[`${key}_p50_ms`] = quantile(ms, 0.5);
    figures[`${key}_p95_ms`] = quantile(ms, 0.95);
  }
  return {
    ...figures,
    dots_1m_ms: figures.dots_1m_p50_ms ?? null,
    map_1h_ms: figures.map_1h_p50_ms ?? null,
    map_2d_ms: figures.map_2d_p50_ms ?? null,
    // Search by attribute is not built yet.
    attribute_1m_p50_ms: null,
    attribute_10m_p50_ms: null,
  };
}

const rounded = (figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, typeof value === 'number' ? roundedNumber(value) : value]),
  );

const roundedNumber = (value: number): number | null =>
  Number.isNaN(value) ? null : Number(value.toFixed(value > 1000 ? 0 : 3));

/** Writes the figures of this run over those of the one before; answers where to. */
export async function writeLatest(figures: Figures): Promise<string> {
  await mkdir(out, { recursive: true });
  const path = join(out, 'latest.json');
  await writeFile(path, `${JSON.stringify(figures, null, 2)}\n`);
  return path;
}
