import type { Field, KnownField } from './query.ts';
import { knownFields } from './query.ts';

/** How the value of a field is read and compared. */
type Nature = 'name' | 'text' | 'status' | 'duration' | 'trace';

interface Known {
  readonly nature: Nature;
  /** Whether it speaks of a call inside the span, which may have arrived apart from it. */
  readonly ofEvent: boolean;
}

/** name: the whole of it is compared. text: a part of it is enough. */
const known: Readonly<Record<KnownField, Known>> = {
  service: { nature: 'name', ofEvent: false },
  app: { nature: 'name', ofEvent: false },
  agent: { nature: 'name', ofEvent: false },
  endpoint: { nature: 'name', ofEvent: false },
  host: { nature: 'name', ofEvent: false },
  status: { nature: 'status', ofEvent: false },
  duration: { nature: 'duration', ofEvent: false },
  exception: { nature: 'text', ofEvent: true },
  sql: { nature: 'text', ofEvent: true },
  method: { nature: 'text', ofEvent: true },
  callee: { nature: 'name', ofEvent: true },
  caller: { nature: 'name', ofEvent: false },
  remote: { nature: 'name', ofEvent: false },
  trace: { nature: 'trace', ofEvent: false },
  version: { nature: 'name', ofEvent: false },
};

/** Other words for them. */
const aliases: ReadonlyMap<string, KnownField> = new Map([
  ...knownFields.map((name) => [name, name] as const),
  ['application', 'app'],
  ['rpc', 'endpoint'],
  ['path', 'endpoint'],
  ['elapsed', 'duration'],
  ['error', 'exception'],
  ['address', 'remote'],
  ['client', 'remote'],
  ['traceid', 'trace'],
]);

/** The field that a key names; what is neither known nor numbered is an annotation's name or an attribute's key. */
export function fieldNamed(key: string): Field {
  const name = aliases.get(key.toLowerCase());
  if (name !== undefined) return { kind: 'known', name };
  const number = /^(?:annotation\.(-?\d{1,9})|(\d{1,9}))$/.exec(key);
  if (number !== null) return { kind: 'annotation', key: Number(number[1] ?? number[2]) };
  const attribute = /^attribute\.(.+)$/.exec(key)?.[1];
  return attribute === undefined ? { kind: 'key', key } : { kind: 'attribute', key: attribute };
}

/** The key that names a field, as `fieldNamed` reads it. */
export function nameOf(field: Field): string {
  if (field.kind === 'known') return field.name;
  if (field.kind === 'annotation') return `annotation.${field.key}`;
  return field.kind === 'attribute' ? `attribute.${field.key}` : field.key;
}

export const natureOf = (field: Field): Nature => (field.kind === 'known' ? known[field.name].nature : 'name');

/** Whether the field can be found in a call inside a span, also in one that arrived apart from it. */
export const isOfEvent = (field: Field): boolean => field.kind !== 'known' || known[field.name].ofEvent;

/** Fields whose values are names that agents announce apart from their spans: to look at them takes looking those up. */
export const isAnnounced = (field: Field): boolean =>
  field.kind === 'known' && (field.name === 'exception' || field.name === 'sql' || field.name === 'method');
