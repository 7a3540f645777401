import { type Static, Type } from 'typebox';
import { ApplicationQuery, RangeQuery } from './application.ts';
import { FilterQuery } from './filter.ts';

export const ScatterQuery = Type.Object({
  ...ApplicationQuery.properties,
  ...RangeQuery.properties,
  agent: Type.Optional(Type.String({ description: 'dots of this agent id only' })),
  ...FilterQuery.properties,
  center: Type.Optional(Type.String({ description: 'with a filter: name@SERVICE_TYPE of the filtered map' })),
});
export type ScatterQuery = Static<typeof ScatterQuery>;

/**
 * The answer is `application/octet-stream`, little-endian:
 *
 *     [headerBytes:u32][header: JSON, UTF-8, padded with spaces to a multiple of 8 less 4]
 *     [time:u32 × count]     ms since header.from; when the collector received the span
 *     [elapsed:u32 × count]  ms
 *     [agent:u16 × count]    index into header.agents
 *     [flags:u8 × count]     bit 0: failed
 *
 * so that each column begins where its width divides and can be read in place as a typed array.
 */
export const ScatterHeader = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  count: Type.Integer(),
  agents: Type.Array(Type.Object({ agentId: Type.String(), agentName: Type.String(), startTime: Type.Integer() })),
});
export type ScatterHeader = Static<typeof ScatterHeader>;

/** Server-sent events of `/api/v1/scatter/live`: each `dots` event's data is such an answer in base64. */
export const LiveQuery = Type.Object({
  ...ApplicationQuery.properties,
  agent: Type.Optional(Type.String()),
});
export type LiveQuery = Static<typeof LiveQuery>;
