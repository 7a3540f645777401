import { useEffect, useEffectEvent } from 'react';
import { applicationId, applicationKey, serviceOf } from '../../data/application.ts';
import { useSetScope } from '../../data/scope.ts';
import { useAgents } from '../../data/use-api.ts';
import { NoAgents } from '../../parts/connect/no-agents.tsx';
import { busiest } from './busiest.ts';

const BEAT = 1000;
/** Where several applications come at once, so long it takes to tell which of them is called most, ms. */
const SETTLING = 2000;

/** How to connect the first agent; once something was traced, the map of the application that was traced most. */
export function FirstTraces() {
  const setScope = useSetScope();
  const agents = useAgents(true, { every: BEAT }).data ?? [];
  const application = busiest(agents);
  const traced = application !== undefined;
  const several = new Set(agents.map((agent) => applicationKey(agent.application))).size > 1;
  const open = useEffectEvent(() => {
    if (application === undefined) return;
    setScope({ application: applicationId(application), service: serviceOf(application) }, { replace: true });
  });
  useEffect(() => {
    if (!traced) return;
    const timer = setTimeout(() => open(), several ? SETTLING : 0);
    return () => clearTimeout(timer);
  }, [traced, several]);
  return <NoAgents />;
}
