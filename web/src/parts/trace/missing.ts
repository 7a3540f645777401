import type { Trace, TraceRow } from '../../../../server/src/query/schema/trace.ts';
import { formatExact } from '../../data/format.ts';
import type { Key } from '../../i18n/index.ts';

/** What is needed of i18next's `t`. */
type Say = (key: Key, values?: { readonly count: number; readonly number: string }) => string;

const parts = ['events', 'span', 'hop', 'parent', 'async'] as const;

/** The trace with its missing parts named in the viewer's language; the server names them for programs. */
export function nameMissing(trace: Trace, t: Say): Trace {
  if (trace.rows.every(({ kind }) => kind !== 'missing')) return trace;
  return { ...trace, rows: trace.rows.map((row) => (row.kind === 'missing' ? named(row, t) : row)) };
}

function named(row: TraceRow, t: Say): TraceRow {
  const said = new Map(row.details.map(({ name, value }) => [name, value]));
  const part = parts.find((each) => each === said.get('missing'));
  if (part === undefined) return row;
  const state = said.get('state') === 'waiting' ? 'waiting' : 'lost';
  const hidden = Number(said.get('hidden'));
  return {
    ...row,
    title: `${t(`trace.missing.${part}`)}: ${t(`trace.missing.${state}`)}`,
    argument: hidden > 0 ? t('trace.missing.hidden', { count: hidden, number: formatExact(hidden) }) : '',
    details: [],
  };
}
