import type { AgentView, Refusal } from '../../../../server/src/query/schema/agent.ts';

/** One start of an agent's process. */
export const agentKey = (agent: AgentView): string => `${agent.agentId}^${agent.startTime}`;

/** Agents that were not there (`before`, keys) when the wait began, newest first. */
export const arrivals = (agents: readonly AgentView[], before: ReadonlySet<string>): AgentView[] =>
  agents
    .filter((agent) => agent.state === 'running' && !before.has(agentKey(agent)))
    .sort((a, b) => b.startTime - a.startTime);

/** Calls refused since `since`, newest first, one of each machine and reason: agents repeat theirs on every connection. */
export function refusedSince(refusals: readonly Refusal[], since: number): Refusal[] {
  const recent = refusals.filter(({ at }) => at >= since).sort((a, b) => b.at - a.at);
  const seen = new Set<string>();
  return recent.filter(({ address, reason, applicationName }) => {
    const key = [address, reason, applicationName].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}
