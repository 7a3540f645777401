import type { Table } from '../../kv/kv.ts';
import { type Bytes, utf8 } from '../../lib/bytes.ts';
import { Writer } from '../../lib/writer.ts';
import type { Agent } from '../application.ts';
import type { WriterId } from '../writer-id.ts';

/**
 * agent        "agents" / [service, name][agentId][startTime:8][kind:1][writer:8 or nothing]
 * application  "applications" / [application:8]
 * collector    "collectors" / [writer:8]
 *
 * kind: 1 who it is, 2 what it told of itself (PAgentInfo), 3 a writer's sessions and counts with it. Texts are
 * behind their length. One scan reads every agent; each row has one writer or the same content from all.
 * Rows of agents are filed by month and put again in an agent's first minute of a month.
 */
export const agentTable: Table = { name: 'agent', id: 32, family: 'base', period: 'month' };
export const applicationTable: Table = { name: 'application', id: 48, family: 'permanent', period: 'permanent' };
export const collectorTable: Table = { name: 'collector', id: 49, family: 'permanent', period: 'permanent' };

export const agentPartition: Bytes = utf8('agents');
export const applicationPartition: Bytes = utf8('applications');
export const collectorPartition: Bytes = utf8('collectors');

export const kind = { IDENTITY: 1, INFO: 2, PRESENCE: 3 } as const;
export type Kind = (typeof kind)[keyof typeof kind];

const key = new Writer(64);

/** What the rows of one agent have in common. */
export const agentPrefix = ({ application, agentId, startTime }: Agent): Bytes =>
  key.string(application.service).string(application.name).string(agentId).f64(startTime).take();

export const agentSort = (agent: Agent, of: Kind, writer?: WriterId): Bytes => {
  key.bytes(agentPrefix(agent)).u8(of);
  if (writer !== undefined) key.bytes(writer);
  return key.take();
};
