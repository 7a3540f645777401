import type { Application } from '../../../store/application.ts';
import type { Typing } from '../language/cursor.ts';
import { fieldNamed, nameOf } from '../language/field.ts';
import { printKey, printValue } from '../language/print.ts';
import { knownFields } from '../language/query.ts';
import type { Sample, Values } from './sample.ts';

export interface Suggestion {
  /** field: one that every span has. tag: a key seen in recent spans. value: of a key. word: stands by itself. */
  readonly kind: 'field' | 'tag' | 'value' | 'word';
  /** What takes the place of what is typed. */
  readonly text: string;
  /** How often it was seen in the sample; 0 where that was not counted. */
  readonly count: number;
}

const LIMIT = 30;

const statuses = ['error', 'ok', '5xx', '4xx', '3xx', '2xx'];
const durations = ['100ms..500ms', '500ms..', '1s..', '3s..', '5s..'];

/** What could be meant by what is typed, best first. */
export function suggest(typing: Typing, sample: Sample, applications: readonly Application[]): Suggestion[] {
  const { key, typed } = typing;
  if (key !== undefined) {
    const values = found(typed, valuesOf(key, sample, applications));
    return values.map(([text, count]) => ({ kind: 'value', text: printValue(text), count }));
  }
  const paths = typed.startsWith('/') ? found(typed, entries(sample.fields.get('endpoint'))) : [];
  const fields = found(typed, knownFields.map(uncounted), false);
  const tags = found(
    typed,
    [...sample.tags].map(([tag, values]): [string, number] => [tag, sum(values)]),
  );
  const names = typed === '' ? [] : found(typed, namesOf(applications));
  const all: Suggestion[] = [
    ...paths.map(([text, count]): Suggestion => ({ kind: 'word', text: `endpoint:${printValue(text)}`, count })),
    ...fields.map(([field]): Suggestion => ({ kind: 'field', text: `${field}:`, count: 0 })),
    ...names.map(([name]): Suggestion => ({ kind: 'word', text: `app:${printValue(name)}`, count: 0 })),
    ...tags.map(([tag, count]): Suggestion => ({ kind: 'tag', text: `${printKey(tag)}:`, count })),
  ];
  return all.slice(0, LIMIT);
}

type Counted = readonly [string, number];

function valuesOf(key: string, sample: Sample, applications: readonly Application[]): readonly Counted[] {
  const field = fieldNamed(key);
  const name = nameOf(field);
  if (field.kind !== 'known') return entries(sample.tags.get(key) ?? sample.tags.get(name));
  switch (field.name) {
    case 'app':
      return namesOf(applications);
    case 'service':
      return [...new Set(applications.map(({ service }) => service))].map(uncounted);
    case 'status':
      return [...statuses.map(uncounted), ...entries(sample.fields.get('status'))];
    case 'duration':
      return durations.map(uncounted);
    default:
      return entries(sample.fields.get(name));
  }
}

const namesOf = (applications: readonly Application[]): Counted[] =>
  [...new Set(applications.map(({ name }) => name))].map(uncounted);

const entries = (values: Values | undefined): Counted[] => [...(values ?? [])];
const uncounted = (text: string): Counted => [text, 0];
const sum = (values: Values): number => [...values.values()].reduce((all, count) => all + count, 0);

/** Those that begin with what is typed, then those that hold it; the ones seen most first, else in their order. */
function found(typed: string, all: readonly Counted[], inside = true): Counted[] {
  const wanted = typed.toLowerCase();
  const rank = ([text]: Counted): number => (text.toLowerCase().startsWith(wanted) ? 0 : 1);
  return all
    .filter(([text]) => (inside ? text.toLowerCase().includes(wanted) : text.toLowerCase().startsWith(wanted)))
    .sort((a, b) => rank(a) - rank(b) || b[1] - a[1])
    .slice(0, LIMIT);
}
