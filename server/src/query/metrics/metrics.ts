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
  readonly status: StatusFigures;
}

/** Times are ms. */
export interface StatusFigures {
  readonly receivers: readonly {
    readonly receiver: number;
    readonly busy: number;
    readonly waiting: number;
    readonly room: number;
    readonly delayP99: number;
    readonly flush: { readonly p50: number; readonly p99: number };
  }[];
  readonly lag: { readonly p50: number; readonly p99: number };
  readonly pieces: number;
  readonly slowCount: number;
}

const states: readonly AgentState[] = ['running', 'reconnecting', 'disconnected', 'shutdown', 'unknown'];

/** What GET /metrics says. */
export function metricsOf({ version, storage, agents, spans, process, status }: Measured): Metric[] {
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
    counter(
      'finepoint_paused_seconds_total',
      'Time for which streams of agents were not read because the server was full, all together.',
      [{ value: spans.paused / 1000 }],
    ),
    ...statusMetrics(status),
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

function statusMetrics({ receivers, lag, pieces, slowCount }: StatusFigures): Metric[] {
  const ofEach = (value: (of: StatusFigures['receivers'][number]) => number): Sample[] =>
    receivers.map((of) => ({ labels: { receiver: String(of.receiver) }, value: value(of) }));
  const quantiles = ({ p50, p99 }: { p50: number; p99: number }, labels: Record<string, string> = {}): Sample[] => [
    { labels: { ...labels, quantile: '0.5' }, value: p50 / 1000 },
    { labels: { ...labels, quantile: '0.99' }, value: p99 / 1000 },
  ];
  return [
    gauge(
      'finepoint_receiver_busy_ratio',
      'Share of the time in which a receiver did not wait.',
      ofEach((of) => of.busy),
    ),
    gauge(
      'finepoint_receiver_eventloop_lag_p99_seconds',
      '99th percentile of the delay of a receiver.',
      ofEach((of) => of.delayP99 / 1000),
    ),
    gauge(
      'finepoint_bytes_in_flight',
      'Raw bytes of spans on their way to the storage.',
      ofEach((of) => of.waiting),
    ),
    gauge(
      'finepoint_bytes_in_flight_limit',
      'Raw bytes of spans that may be on their way.',
      ofEach((of) => of.room),
    ),
    gauge(
      'finepoint_flush_seconds',
      'Time to write a flush, in the last five seconds.',
      receivers.flatMap(({ receiver, flush }) => quantiles(flush, { receiver: String(receiver) })),
    ),
    gauge(
      'finepoint_ingest_lag_seconds',
      'Received to visible, of the span that waited longest in each flush of an agent; the slowest receiver.',
      quantiles(lag),
    ),
    gauge('finepoint_settling_pieces', 'Closed slots and hours that wait to be settled.', [{ value: pieces }]),
    counter('finepoint_slow_queries_total', 'Queries that took a second or longer.', [{ value: slowCount }]),
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
