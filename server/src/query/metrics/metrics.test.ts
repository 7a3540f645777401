import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StorageState } from '../../store/retention/storage.ts';
import { tables } from '../../store/tables.ts';
import { type Measured, metricsOf } from './metrics.ts';
import { watchProcess } from './process.ts';
import { metricsText } from './text.ts';

const storage: StorageState = {
  usage: tables.map((table) => ({ table, day: undefined, bytes: 10, rows: 1 })),
  keeps: [],
  quota: 1_000,
  disk: { free: 300, size: 500 },
  least: 100,
  guard: { admits: 'names', why: 'disk' },
};
const measured: Measured = {
  version: '1.2.3',
  storage,
  agents: ['running', 'running', 'shutdown'],
  spans: { received: 7, stored: 6, rejected: new Map([['DISK_LOW', 1]]), paused: 1_500 },
  status: {
    receivers: [{ receiver: 0, busy: 0.5, waiting: 7, room: 9, delayP99: 4, flush: { p50: 5, p99: 20 } }],
    lag: { p50: 100, p99: 250 },
    pieces: 3,
    slowCount: 2,
  },
  process: { residentBytes: 1, cpuSeconds: 2, startedAt: 3, eventLoopDelay: { p50: 0, p99: 0.25 } },
};
const lines = metricsText(metricsOf(measured)).split('\n');
const has = (line: string): void => assert.ok(lines.includes(line), line);

test('storage is told by family, with its limits', () => {
  const ofTraces = tables.filter(({ family }) => family === 'trace').length;
  has(`finepoint_storage_bytes{family="trace"} ${ofTraces * 10}`);
  has('finepoint_storage_quota_bytes 1000');
  has('finepoint_disk_free_bytes 300');
  has('finepoint_disk_min_free_bytes 100');
});

test('a closed guard is told with its reason', () => {
  has('finepoint_guard_closed{why="disk"} 1');
  has('finepoint_guard_closed{why="quota"} 0');
});

test('agents are told by state, spans by what became of them', () => {
  has('finepoint_agents{state="running"} 2');
  has('finepoint_agents{state="disconnected"} 0');
  has('finepoint_spans_received_total 7');
  has('finepoint_spans_stored_total 6');
  has('finepoint_rejected_total{reason="DISK_LOW"} 1');
  has('finepoint_paused_seconds_total 1.5');
});

test('receivers, lag and slow queries are told in base units', () => {
  has('finepoint_receiver_busy_ratio{receiver="0"} 0.5');
  has('finepoint_bytes_in_flight{receiver="0"} 7');
  has('finepoint_ingest_lag_seconds{quantile="0.99"} 0.25');
  has('finepoint_flush_seconds{receiver="0",quantile="0.99"} 0.02');
  has('finepoint_settling_pieces 3');
  has('finepoint_slow_queries_total 2');
});

test('names are unique, and counters end as counters do', () => {
  const metrics = metricsOf(measured);
  assert.equal(new Set(metrics.map(({ name }) => name)).size, metrics.length);
  for (const { name, type } of metrics) assert.equal(name.endsWith('_total'), type === 'counter', name);
});

test('a process measures itself, and the main thread that is held up', async () => {
  const state = watchProcess();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const until = performance.now() + 60;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const { residentBytes, cpuSeconds, startedAt, eventLoopDelay } = state();
  assert.ok(residentBytes > 10_000_000 && cpuSeconds > 0);
  assert.ok(startedAt > 1.7e9 && startedAt <= Date.now() / 1000);
  assert.ok(eventLoopDelay.p99 >= 0.04 && eventLoopDelay.p99 < 5, String(eventLoopDelay.p99));
});
