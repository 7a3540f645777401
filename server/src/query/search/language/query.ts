/** A search in the query language, as it was meant: what `parse` reads and `print` writes. */
export type Query =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Term;

/** One condition on one field. */
export interface Term {
  readonly kind: 'term';
  readonly field: Field;
  readonly test: Test;
}

/** What a condition looks at: something that every span has, or an annotation or attribute of the span or its events. */
export type Field =
  | { readonly kind: 'known'; readonly name: KnownField }
  | { readonly kind: 'annotation'; readonly key: number }
  | { readonly kind: 'attribute'; readonly key: string }
  /** An annotation of this name, or an attribute of this key. */
  | { readonly kind: 'key'; readonly key: string };

export type Test =
  /** Exactly this. */
  | { readonly kind: 'is'; readonly value: string }
  /** Begins with the first part, ends with the last, holds the others in this order between them: `/order/*` */
  | { readonly kind: 'like'; readonly parts: readonly string[] }
  /** Holds this, upper and lower case alike. */
  | { readonly kind: 'holds'; readonly value: string }
  | Between;

/** A number from `min` to `max` (±Infinity: no limit), both inclusive unless they are open. */
export interface Between {
  readonly kind: 'between';
  readonly min: number;
  readonly max: number;
  readonly minOpen: boolean;
  readonly maxOpen: boolean;
}

export const knownFields = [
  'service',
  'app',
  'agent',
  'endpoint',
  'host',
  'status',
  'duration',
  'exception',
  'sql',
  'method',
  'callee',
  'caller',
  'remote',
  'trace',
  'version',
] as const;
export type KnownField = (typeof knownFields)[number];

export const EVERYTHING: Query = { kind: 'everything' };

/** Parts joined: those of the same kind are taken in, and a single one stands for itself. */
export function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, parts: flat };
}

/** Every condition, in the order it was written. */
export function* termsOf(query: Query): Iterable<Term> {
  if (query.kind === 'term') yield query;
  else if (query.kind === 'not') yield* termsOf(query.part);
  else if (query.kind !== 'everything') for (const part of query.parts) yield* termsOf(part);
}
