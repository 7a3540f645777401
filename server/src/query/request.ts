import { Failure } from '../lib/failure.ts';
import { typeNamed } from '../lib/service-type.ts';
import { DAY, type Millis, millis } from '../lib/time.ts';
import { type Application, DEFAULT_SERVICE } from '../store/application.ts';

/** The widest range a page may ask for. */
const RANGE_LIMIT = 7 * DAY;

/** The application that `name@TYPE` and a service name. Throws APPLICATION_UNKNOWN. */
export function requestedApplication(query: { readonly application: string; readonly service?: string }): Application {
  const at = query.application.lastIndexOf('@');
  const name = query.application.slice(0, at);
  const type = typeNamed(query.application.slice(at + 1));
  if (at <= 0 || type === undefined) throw new Failure('APPLICATION_UNKNOWN', query.application.slice(0, 80));
  return { service: query.service ?? DEFAULT_SERVICE, name, type: type.code };
}

/** A range of time that a request asks for. Throws RANGE_INVALID and RANGE_TOO_WIDE. */
export function requestedRange(query: { readonly from: number; readonly to: number }): { from: Millis; to: Millis } {
  if (query.to <= query.from) throw new Failure('RANGE_INVALID', `from ${query.from} to ${query.to}`);
  if (query.to - query.from > RANGE_LIMIT) throw new Failure('RANGE_TOO_WIDE', 'the limit is 7 days');
  return { from: millis(query.from), to: millis(query.to) };
}
