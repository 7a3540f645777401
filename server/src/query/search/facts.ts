import { fromBinary } from '@bufbuild/protobuf';
import { PAgentInfoSchema } from '@finepoint/wire';
import type { AgentRecord } from '../../store/agent/store.ts';
import { type Agent, agentKey } from '../../store/application.ts';
import { type Query, termsOf } from './language/query.ts';
import type { AgentFacts } from './match/subject.ts';

const ASKED: ReadonlySet<string> = new Set(['host', 'version']);

/** Whether a query asks for what agents told of themselves. */
export const asksForFacts = (query: Query): boolean =>
  [...termsOf(query)].some(({ field }) => field.kind === 'known' && ASKED.has(field.name));

/** Looks up what agents told of themselves. */
export function factsOf(records: readonly AgentRecord[]): (agent: Agent) => AgentFacts | undefined {
  const facts = new Map<string, AgentFacts>();
  for (const { agent, info } of records) {
    if (info === undefined) continue;
    const { hostname, agentVersion } = fromBinary(PAgentInfoSchema, info);
    facts.set(agentKey(agent), { host: hostname, version: agentVersion });
  }
  return (agent) => facts.get(agentKey(agent));
}
