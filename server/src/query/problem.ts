import type { Failure } from '../lib/failure.ts';
import type { Problem } from './schema/setup.ts';

/** A failure as the API prints it; `instance` is the id of the request in the log. */
export const problemOf = (failure: Failure, instance: string): Problem => ({
  type: 'about:blank',
  title: failure.message,
  status: failure.status,
  code: failure.code,
  detail: failure.detail,
  instance,
});
