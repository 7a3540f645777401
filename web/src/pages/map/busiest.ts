import type { AgentView } from '../../../../server/src/query/schema/agent.ts';
import type { ApplicationName } from '../../../../server/src/query/schema/application.ts';

/** The application of the agent that sent the most spans; undefined while none has sent any. */
export function busiest(agents: readonly AgentView[]): ApplicationName | undefined {
  const traced = agents.filter(({ received }) => received > 0);
  return traced.toSorted((a, b) => b.received - a.received)[0]?.application;
}
