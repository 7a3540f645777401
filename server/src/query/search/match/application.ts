import { typeOf } from '../../../lib/service-type.ts';
import type { Application } from '../../../store/application.ts';
import type { Query, Term } from '../language/query.ts';
import { exactly } from './accept.ts';
import { decide } from './matches.ts';

/** Whether a query may find spans of an application: false only where its service or name rule that out. */
export const mayBeOf = (query: Query, application: Application): boolean =>
  decide(query, (term) => isOf(term, application)) !== false;

function isOf({ field, test }: Term, { service, name, type }: Application): boolean | undefined {
  if (field.kind !== 'known') return undefined;
  if (field.name === 'service') return exactly(test)(service);
  return field.name === 'app' ? exactly(test)(name) || exactly(test)(`${name}@${typeOf(type).name}`) : undefined;
}
