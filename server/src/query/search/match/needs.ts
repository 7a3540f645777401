import { annotationName } from '../../../lib/annotation-key.ts';
import { isOfEvent } from '../language/field.ts';
import type { Query, Term } from '../language/query.ts';
import { eventTerms } from './matches.ts';

/**
 * What some message among many must have for the query to find anything there: asked of hints before the messages are
 * read. Never more than the query asks: where nothing can be said, `anything` is enough.
 */
export type Needs =
  | { readonly kind: 'anything' | 'nothing' | 'failed' }
  /** A tag `key=value` on the span or one of its events. */
  | { readonly kind: 'tag'; readonly key: string; readonly value: string }
  /** A span that took so long, ms, both ends inclusive. */
  | { readonly kind: 'elapsed'; readonly min: number; readonly max: number }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Needs[] };

const ANYTHING: Needs = { kind: 'anything' };
const NOTHING: Needs = { kind: 'nothing' };

/** What the spans that a query finds have. */
export const needsOfSpan = (query: Query): Needs => needs(query, ofSpanTerm);

/** What the span chunks have whose spans a query may find by them: chunks say nothing of their span. */
export function needsOfChunk(query: Query): Needs {
  const said = needs(query, (term) => (isOfEvent(term.field) ? ofTag(term) : ANYTHING));
  return all([said, any(eventTerms(query).wanted.map(ofTag))]);
}

/** Whatever may be found, by itself or by its chunks. */
export const needsOf = (query: Query): Needs => any([needsOfSpan(query), needsOfChunk(query)]);

function needs(query: Query, ofTerm: (term: Term) => Needs): Needs {
  switch (query.kind) {
    case 'and':
      return all(query.parts.map((part) => needs(part, ofTerm)));
    case 'or':
      return any(query.parts.map((part) => needs(part, ofTerm)));
    case 'term':
      return ofTerm(query);
    case 'not':
      return isOk(query.part) ? ofTerm(FAILED) : ANYTHING;
    default:
      return ANYTHING;
  }
}

const FAILED: Term = { kind: 'term', field: { kind: 'known', name: 'status' }, test: { kind: 'is', value: 'error' } };

const isOk = (query: Query): boolean =>
  query.kind === 'term' &&
  query.field.kind === 'known' &&
  query.field.name === 'status' &&
  query.test.kind === 'is' &&
  query.test.value === 'ok';

function ofSpanTerm(term: Term): Needs {
  const { field, test } = term;
  if (field.kind !== 'known') return ofTag(term);
  if (field.name === 'duration' && test.kind === 'between') return { kind: 'elapsed', min: test.min, max: test.max };
  if (field.name === 'status' && test.kind === 'is' && test.value === 'error') return { kind: 'failed' };
  return ANYTHING;
}

function ofTag({ field, test }: Term): Needs {
  if (field.kind === 'known' || test.kind !== 'is') return ANYTHING;
  const key = field.kind === 'annotation' ? annotationName(field.key) : field.key;
  // A path may also be a part of what was written down.
  if (key === 'http.url') return ANYTHING;
  return { kind: 'tag', key, value: test.value };
}

function all(parts: readonly Needs[]): Needs {
  if (parts.some(({ kind }) => kind === 'nothing')) return NOTHING;
  const of = parts.filter(({ kind }) => kind !== 'anything');
  const [only] = of;
  return only === undefined ? ANYTHING : of.length === 1 ? only : { kind: 'all', of };
}

function any(parts: readonly Needs[]): Needs {
  if (parts.some(({ kind }) => kind === 'anything')) return ANYTHING;
  const of = parts.filter(({ kind }) => kind !== 'nothing');
  const [only] = of;
  return only === undefined ? NOTHING : of.length === 1 ? only : { kind: 'any', of };
}
