import type { Trace, TraceRow } from '../../../../server/src/query/schema/trace.ts';
import { formatExact } from '../../data/format.ts';
import type { Key } from '../../i18n/index.ts';

/** What is needed of i18next's `t`. */
type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** What every missing part says: what it is, whether it may come, what hangs on it. More is why it is missed. */
const KNOWN = 3;

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
    details: said.size <= KNOWN ? [] : [{ name: t('trace.missing.why'), value: reason(part, said, t) }],
  };
}

/** What the messages that came say of the one that did not. */
function reason(part: (typeof parts)[number], said: ReadonlyMap<string, string>, t: Say): string {
  const value = (name: string): string => said.get(name) ?? '';
  if (part === 'events' && said.has('depth')) return t('trace.missing.whyDepth', { depth: value('depth') });
  const sentence = t(`trace.missing.whys.${part}`, {
    expected: value('expected'),
    came: value('came'),
    span: value('spanId'),
    call: value('asyncId'),
  });
  return said.has('application')
    ? `${sentence} ${t('trace.missing.whyApplication', { application: value('application') })}`
    : sentence;
}
