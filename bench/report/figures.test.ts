import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IngestFigures } from '../measure/ingest.ts';
import { queries } from '../query/queries.ts';
import { figuresOf, type Measured } from './figures.ts';

const run: IngestFigures = {
  pspans: 1000,
  chunks: 50,
  messageBytes: 396,
  seconds: 0.02,
  cpuSeconds: 0.0125,
  settlingCpuSeconds: 0.001,
  senderCpuSeconds: 0.001,
  rejected: 1,
  lost: 0,
  rssMib: 100,
  highWaterMib: 200,
  bytesPerSpan: 94.2,
};
const unsettled = { ...run, cpuSeconds: Number.NaN, rssMib: 300 };

const measured: Measured = {
  ingest: { streams1: run, batches1: { ...run, cpuSeconds: 0.02 }, streams2: unsettled, batches2: run },
  visible: { load: 10_000, ms: [100, 200, 900] },
  queries: {
    store: { directory: '', fingerprint: '', pspans: 1_000_000, bytesPerSpan: 100, fillMicros: 20, traces: [] },
    starts: [700, 900, 800],
    answers: new Map(queries.map(({ key }, at) => [key, [at + 1, at + 2]])),
  },
};

test('what was promised to be found among the figures is there', () => {
  const figures = figuresOf(true, measured);
  const promised = [
    'pspans_per_cpu_second',
    'batched_pspans_per_cpu_second',
    'pspans_per_second',
    'lost',
    'rss_mib',
    'vm_hwm_mib',
    'bytes_per_span',
    'visible_p99_ms',
    'trace_by_id_p50_ms',
    'trace_by_id_p95_ms',
    'newest_20_p50_ms',
    'dots_1m_ms',
    'map_2d_ms',
    'start_ms',
  ];
  for (const key of promised) assert.equal(typeof figures[key], 'number', key);
  assert.equal(figures.attribute_1m_p50_ms, null);
  assert.equal(figures.quick, true);
  assert.equal(figures.stored_pspans, 1_000_000);
});

test('rates are by CPU and by time, memory is the most of all runs, and what was not measured is null', () => {
  const figures = figuresOf(false, measured);
  assert.equal(figures.pspans_per_cpu_second, 80_000);
  assert.equal(figures.batched_pspans_per_cpu_second, 50_000);
  assert.equal(figures.pspans_per_second, 50_000);
  assert.equal(figures.pspans_per_cpu_second_2_cores, null);
  assert.equal(figures.rss_mib, 300);
  assert.equal(figures.rejected, 4);
});

test('a stage that did not run leaves no figures', () => {
  assert.ok(!('lost' in figuresOf(false, {})));
});
