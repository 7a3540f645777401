import { type Static, Type } from 'typebox';
import { ApplicationName } from './application.ts';

export const AgentState = Type.Union([
  Type.Literal('running'),
  Type.Literal('shutdown'),
  Type.Literal('disconnected'),
  Type.Literal('reconnecting'),
  Type.Literal('unknown'),
]);
export type AgentState = Static<typeof AgentState>;

export const AgentView = Type.Object({
  agentId: Type.String(),
  agentName: Type.String(),
  application: ApplicationName,
  startTime: Type.Integer({ description: 'ms since 1970' }),
  state: AgentState,
  lastSeen: Type.Integer({ description: 'when its last message came, ms since 1970' }),
  host: Type.String(),
  ip: Type.String(),
  pid: Type.Integer({ description: '0 where unknown' }),
  version: Type.String({ description: 'of the agent; empty where unknown' }),
  vmVersion: Type.String(),
  container: Type.Boolean(),
  received: Type.Integer({ description: 'spans and span chunks received since it was first seen' }),
  stored: Type.Integer(),
  rejected: Type.Record(Type.String(), Type.Integer(), { description: 'reason → count' }),
  paused: Type.Integer({ description: 'ms for which its streams were not read because the server was full' }),
  lostAt: Type.Integer({ description: 'when something was last rejected, or paused for seconds; 0 if never' }),
  lostReason: Type.String({ description: 'why: a code of docs/errors.md, or PAUSED' }),
});
export type AgentView = Static<typeof AgentView>;

export const AgentsQuery = Type.Object({
  stopped: Type.Optional(Type.Boolean({ default: false, description: 'agents that are not running as well' })),
});

/** A call that was refused before it was known whose it is, or because of its headers. */
export const Refusal = Type.Object({
  at: Type.Integer({ description: 'the last time, ms since 1970' }),
  count: Type.Integer(),
  address: Type.String({ description: 'of the machine it came from' }),
  method: Type.String({ description: 'such as /v1.Agent/RequestAgentInfo' }),
  agentId: Type.String({ description: 'as sent; may be empty or not valid' }),
  applicationName: Type.String(),
  reason: Type.String(),
});
export type Refusal = Static<typeof Refusal>;
