import type { Trace, TraceRow } from '../../../../../server/src/query/schema/trace.ts';

/** A statement of a trace, with all its executions. */
export interface Statement {
  readonly normalized: string;
  /** Name of the service type, such as MYSQL. */
  readonly api: string;
  readonly application: number;
  readonly calls: number;
  readonly failed: number;
  /** ms */
  readonly total: number;
  readonly max: number;
  /** How many different bind values and literals it was run with. */
  readonly variants: number;
  /** The most executions by one span: each with a round trip of its own. */
  readonly most: number;
  /** Whether one query seems to be run for each row of another: `most` is so high. */
  readonly suspect: boolean;
  /** The row that took longest. */
  readonly slowest: number;
}

/** As many executions of one statement by one span look like a query in a loop (N+1). */
export const SUSPECT = 5;

interface Draft {
  readonly first: TraceRow;
  readonly rows: TraceRow[];
}

/** The statements of a trace by what they took together, greatest first. */
export function statementsOf({ rows }: Trace): readonly Statement[] {
  const drafts = new Map<string, Draft>();
  for (const row of rows) {
    if (row.sql === null) continue;
    const key = `${row.application} ${row.api} ${row.sql.normalized}`;
    const draft = drafts.get(key) ?? { first: row, rows: [] };
    draft.rows.push(row);
    drafts.set(key, draft);
  }
  return [...drafts.values()].map(summed).sort((a, b) => b.total - a.total || b.calls - a.calls);
}

function summed({ first, rows }: Draft): Statement {
  // To prepare a statement is not to run it; but an agent may show nothing else.
  const run = rows.filter(({ title }) => !/prepare/i.test(title));
  const calls = run.length > 0 ? run : rows;
  const bySpan = new Map<string, number>();
  for (const { spanId } of calls) bySpan.set(spanId, (bySpan.get(spanId) ?? 0) + 1);
  const most = Math.max(...bySpan.values());
  return {
    normalized: first.sql?.normalized ?? '',
    api: first.api,
    application: first.application,
    calls: calls.length,
    failed: calls.filter(({ exception }) => exception !== null).length,
    total: calls.reduce((sum, { elapsed }) => sum + elapsed, 0),
    max: calls.reduce((max, { elapsed }) => Math.max(max, elapsed), 0),
    variants: new Set(calls.map(({ sql }) => JSON.stringify([sql?.text, sql?.binds]))).size,
    most,
    suspect: most >= SUSPECT,
    slowest: calls.reduce((slowest, row) => (row.elapsed > slowest.elapsed ? row : slowest), calls[0] ?? first).id,
  };
}
