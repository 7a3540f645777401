import { isOfEvent } from '../language/field.ts';
import type { Query, Term } from '../language/query.ts';
import { passes } from './known.ts';
import type { Subject } from './subject.ts';
import { tagPasses } from './tagged.ts';

/**
 * Whether a span, or a span chunk, is what the query looks for. Undefined where that cannot be told from what is at
 * hand.
 */
export const matches = (query: Query, subject: Subject): boolean | undefined =>
  decide(query, ({ field, test }) =>
    field.kind === 'known' ? passes(field.name, test, subject) : tagPasses(field, test, subject.received),
  );

/** A query's answer from those of its conditions, in Kleene's logic: what cannot be told matters only where it decides. */
export function decide(query: Query, ofTerm: (term: Term) => boolean | undefined): boolean | undefined {
  switch (query.kind) {
    case 'everything':
      return true;
    case 'term':
      return ofTerm(query);
    case 'not': {
      const passed = decide(query.part, ofTerm);
      return passed === undefined ? undefined : !passed;
    }
    default: {
      const decisive = query.kind === 'or';
      let result: boolean | undefined = !decisive;
      for (const part of query.parts) {
        const passed = decide(part, ofTerm);
        if (passed === decisive) return decisive;
        if (passed === undefined) result = undefined;
      }
      return result;
    }
  }
}

/** The conditions on calls inside a span that must hold (`wanted`) or must not (`unwanted`). */
export function eventTerms(query: Query): { wanted: readonly Term[]; unwanted: readonly Term[] } {
  const wanted: Term[] = [];
  const unwanted: Term[] = [];
  sort(query, wanted, unwanted);
  return { wanted, unwanted };
}

function sort(query: Query, wanted: Term[], unwanted: Term[]): void {
  if (query.kind === 'term') {
    if (isOfEvent(query.field)) wanted.push(query);
  } else if (query.kind === 'not') sort(query.part, unwanted, wanted);
  else if (query.kind !== 'everything') for (const part of query.parts) sort(part, wanted, unwanted);
}
