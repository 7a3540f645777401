import { useEffect } from 'react';
import { applicationId, serviceOf } from '../../data/application.ts';
import { useSetScope } from '../../data/scope.ts';
import { useAgents } from '../../data/use-api.ts';
import { NoAgents } from '../../parts/connect/no-agents.tsx';
import { busiest } from './busiest.ts';

const BEAT = 2000;

/** How to connect the first agent; once something was traced, the map of the application that was traced most. */
export function FirstTraces() {
  const setScope = useSetScope();
  const application = busiest(useAgents(true, { every: BEAT }).data ?? []);
  useEffect(() => {
    if (application === undefined) return;
    setScope({ application: applicationId(application), service: serviceOf(application) }, { replace: true });
  }, [application, setScope]);
  return <NoAgents />;
}
