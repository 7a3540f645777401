import type { StorageState } from '../../store/retention/storage.ts';
import type { AgentState } from '../schema/agent.ts';
import type { Totals } from './span-totals.ts';
import type { Metric, Sample } from './text.ts';

/** What the process says of itself. */
export interface ProcessState {
  readonly residentBytes: number;
  readonly cpuSeconds: number;
  /** Seconds since 1970. */
  readonly startedAt: number;
  /** Seconds; of the main thread, since it was asked last. */
  readonly eventLoopDelay: { readonly p50: number; readonly p99: number };
}

export interface Measured {
  readonly version: string;
  readonly storage: StorageState;
  readonly agents: readonly AgentState[];
  readonly spans: Totals;
  readonly process: ProcessState;
}

const states: readonly AgentState[] = ['running', 'reconnecting', 'disconnected', 'shutdown', 'unknown'];

/** What GET /metrics says. */
export function metricsOf({ version, storage, agents, spans, process }: Measured): Metric[] {
  const { usage, quota, disk, least, guard } = storage;
  const families = [...Map.groupBy(usage, ({ table }) => table.family)];
  return [
    gauge('finepoint_info', 'Version of this server.', [{ labels: { version }, value: 1 }]),
    gauge(
      'finepoint_storage_bytes',
      'Bytes on the disk by family of tables.',
      families.map(([family, of]) => ({ labels: { family }, value: of.reduce((sum, { bytes }) => sum + bytes, 0) })),
    ),
    gauge('finepoint_storage_quota_bytes', 'Bytes that all families may take together.', [{ value: quota }]),
    gauge('finepoint_disk_free_bytes', 'Bytes that are free on the disk of the data.', [{ value: disk.free }]),
    gauge('finepoint_disk_size_bytes', 'Bytes of the disk of the data.', [{ value: disk.size }]),
    gauge('finepoint_disk_min_free_bytes', 'Bytes that must stay free.', [{ value: least }]),
    gauge(
      'finepoint_guard_closed',
      '1 while spans, statistics and exceptions are refused for want of room, by reason.',
      (['disk', 'write', 'quota'] as const).map((why) => ({ labels: { why }, value: guard.why === why ? 1 : 0 })),
    ),
    gauge(
      'finepoint_agents',
      'Agents of the last two months by state.',
      states.map((state) => ({ labels: { state }, value: agents.filter((one) => one === state).length })),
    ),
    counter('finepoint_spans_received_total', 'Spans and span chunks received.', [{ value: spans.received }]),
    counter('finepoint_spans_stored_total', 'Spans and span chunks stored.', [{ value: spans.stored }]),
    counter(
      'finepoint_rejected_total',
      'Messages of known agents that were rejected, by reason.',
      [...spans.rejected].map(([reason, value]) => ({ labels: { reason }, value })),
    ),
    gauge('process_resident_memory_bytes', 'Resident memory.', [{ value: process.residentBytes }]),
    counter('process_cpu_seconds_total', 'User and system CPU time.', [{ value: process.cpuSeconds }]),
    gauge('process_start_time_seconds', 'When the process began, seconds since 1970.', [{ value: process.startedAt }]),
    gauge('nodejs_eventloop_lag_p50_seconds', 'Median delay of the main thread.', [
      { value: process.eventLoopDelay.p50 },
    ]),
    gauge('nodejs_eventloop_lag_p99_seconds', '99th percentile of the delay of the main thread.', [
      { value: process.eventLoopDelay.p99 },
    ]),
  ];
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  name,
  help,
  type: 'gauge',
  samples,
});

const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  name,
  help,
  type: 'counter',
  samples,
});
