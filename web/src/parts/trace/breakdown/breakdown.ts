import type { Trace, TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import type { CriticalPath } from '../critical/critical-path.ts';

/** What calls have in common, and what they took together. */
export interface Share<Key> {
  readonly key: Key;
  readonly calls: number;
  readonly failed: number;
  /** ms spent in these calls themselves; calls beside each other add up. */
  readonly own: number;
  /** ms of the critical path: those of all shares are the time of its root. */
  readonly path: number;
}

export const kindsOfTime = ['sql', 'http', 'cache', 'queue', 'own'] as const;
/** own: code of the application itself. */
export type KindOfTime = (typeof kindsOfTime)[number];

export const kindOfTime = ({ kind }: TraceRow): KindOfTime =>
  kind === 'sql' || kind === 'http' || kind === 'cache' || kind === 'queue' ? kind : 'own';

/** Where the time of a trace went, by application and by kind; the greatest part of the critical path first. */
export function breakdown(trace: Trace, path: CriticalPath, own: Float64Array) {
  return {
    applications: shares(trace, path, own, ({ application }) => application),
    kinds: shares(trace, path, own, kindOfTime),
  };
}

function shares<Key>({ rows }: Trace, path: CriticalPath, own: Float64Array, keyOf: (row: TraceRow) => Key) {
  const found = new Map<Key, { key: Key; calls: number; failed: number; own: number; path: number }>();
  for (const row of rows) {
    if (row.kind === 'missing') continue;
    const key = keyOf(row);
    const share = found.get(key) ?? { key, calls: 0, failed: 0, own: 0, path: 0 };
    share.calls++;
    if (row.exception !== null) share.failed++;
    share.own += own[row.id] ?? 0;
    share.path += path.own[row.id] ?? 0;
    found.set(key, share);
  }
  return [...found.values()].sort((a, b): number => b.path - a.path || b.own - a.own) as readonly Share<Key>[];
}
