import type { Trace, TraceRow } from '../../../../server/src/query/schema/trace.ts';

const plain: TraceRow = {
  id: 0,
  parent: -1,
  depth: 0,
  kind: 'method',
  title: '',
  className: '',
  argument: '',
  api: '',
  application: 0,
  agent: 0,
  start: 0,
  gap: 0,
  elapsed: 0,
  self: 0,
  failed: false,
  async: false,
  exception: null,
  sql: null,
  details: [],
  spanId: '1',
};

/** What a row of a sample says; its depth places it below the rows before it. */
export type SampleRow = Partial<TraceRow> & { readonly depth: number };

/** A trace for tests: ids and parents follow from the depths. */
export function sample(rows: readonly SampleRow[], changes: Partial<Trace> = {}): Trace {
  const above: number[] = [];
  const whole = rows.map((row, id): TraceRow => {
    above[row.depth] = id;
    return { ...plain, title: `row ${id}`, ...row, id, parent: above[row.depth - 1] ?? -1 };
  });
  return {
    traceId: 'shop-1^1764000000000^1',
    state: 'complete',
    startTime: 1_764_000_000_000,
    elapsed: Math.max(0, ...whole.map((row) => row.start + row.elapsed)),
    focus: 0,
    applications: [
      { serviceName: 'DEFAULT', applicationName: 'shop', serviceType: 'SPRING_BOOT', serviceTypeCode: 1210 },
      { serviceName: 'DEFAULT', applicationName: 'pay', serviceType: 'NODE', serviceTypeCode: 1400 },
    ],
    agents: [
      { agentId: 'shop-1', agentName: 'shop-1' },
      { agentId: 'pay-1', agentName: 'pay-1' },
    ],
    map: { from: 0, to: 1, center: '', nodes: [], links: [] },
    rows: whole,
    ...changes,
  };
}

/** A trace of so many rows, deep and wide. */
export function largeSample(count: number): Trace {
  const rows = Array.from({ length: count }, (_, id): TraceRow => {
    const inner = id % 100;
    const depth = id === 0 ? 0 : inner === 0 ? 1 : 2 + (inner % 8);
    const parent = id === 0 ? -1 : inner === 0 ? 0 : depth === 2 ? id - inner : id - 1;
    return { ...plain, id, depth, parent, title: `call ${id}`, start: id / 10, elapsed: depth === 0 ? count / 10 : 1 };
  });
  return { ...sample([]), elapsed: count / 10, rows };
}
