import { Type } from 'typebox';
import { DAY } from '../../lib/time.ts';
import { stateOf, summarize, viewAgent } from '../agents.ts';
import { type AgentState, AgentsQuery, AgentView, Refusal } from '../schema/agent.ts';
import { ApplicationSummary } from '../schema/application.ts';
import { problems, type Routes } from './route.ts';

export const agentRoutes: Routes = (http, { agents, applications, collectors, refusals, clock }) => {
  http.get(
    '/applications',
    { schema: { summary: 'Every application', response: { 200: Type.Array(ApplicationSummary), ...problems } } },
    async () => {
      const [known, records, beats] = await Promise.all([applications.all(), agents.all(), collectors.all()]);
      return summarize(known, records, (record) => stateOf(record, beats, clock()));
    },
  );

  http.get(
    '/agents',
    {
      schema: {
        summary: 'Agents that run, or all',
        querystring: AgentsQuery,
        response: { 200: Type.Array(AgentView), ...problems },
      },
    },
    async ({ query }) => {
      const [records, beats] = await Promise.all([agents.all(), collectors.all()]);
      return records
        .map((record) => viewAgent(record, stateOf(record, beats, clock())))
        .filter(({ state, lastSeen }) => query.stopped || !isStopped(state, clock() - lastSeen));
    },
  );

  http.get(
    '/agents/refused',
    { schema: { summary: 'Calls of agents that were refused', response: { 200: Type.Array(Refusal), ...problems } } },
    async () => refusals.all(),
  );
};

/** An agent that is cut off is something to see to; after a day it is one that was taken away. */
const isStopped = (state: AgentState, silent: number): boolean =>
  state === 'shutdown' || ((state === 'disconnected' || state === 'unknown') && silent > DAY);
