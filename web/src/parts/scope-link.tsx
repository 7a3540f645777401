import { Link } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';
import type { ApplicationName } from '../../../server/src/query/schema/application.ts';
import { applicationId, serviceOf } from '../data/application.ts';
import { scopeSearch } from '../data/scope.ts';
import type { Search } from '../data/search.ts';

interface Props extends Omit<ComponentPropsWithRef<'a'>, 'href' | 'target'> {
  readonly to: string;
  /** the application to look at there; the one looked at now if left out */
  readonly application?: ApplicationName;
}

/** A link to another page that takes the scope along and nothing else. */
export function ScopeLink({ to, application, ...rest }: Props) {
  const search = (before: Search): Search => ({
    ...scopeSearch(before),
    ...(application && { application: applicationId(application), service: serviceOf(application) }),
  });
  return <Link {...rest} to={to} search={search} activeOptions={{ includeSearch: false }} />;
}
