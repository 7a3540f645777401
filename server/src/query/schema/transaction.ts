import { type Static, Type } from 'typebox';
import { ApplicationName, ApplicationQuery, RangeQuery } from './application.ts';
import { FilterQuery } from './filter.ts';

/** A rectangle of the scatter chart. */
export const TransactionsQuery = Type.Object({
  ...ApplicationQuery.properties,
  ...RangeQuery.properties,
  elapsedFrom: Type.Optional(Type.Integer({ minimum: 0, default: 0, description: 'ms, inclusive' })),
  elapsedTo: Type.Optional(Type.Integer({ minimum: 0, description: 'ms, inclusive; no limit if left out' })),
  status: Type.Optional(
    Type.Union([Type.Literal('all'), Type.Literal('success'), Type.Literal('failed')], { default: 'all' }),
  ),
  agent: Type.Optional(Type.String({ description: 'of this agent id only' })),
  ...FilterQuery.properties,
  center: Type.Optional(Type.String({ description: 'with a filter: name@SERVICE_TYPE of the filtered map' })),
  order: Type.Optional(Type.Union([Type.Literal('time'), Type.Literal('elapsed')], { default: 'time' })),
  direction: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')], { default: 'desc' })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
});
export type TransactionsQuery = Static<typeof TransactionsQuery>;

export const Transaction = Type.Object({
  traceId: Type.String(),
  spanId: Type.String({ description: 'signed 64-bit decimal' }),
  at: Type.Integer({ description: 'when the collector received the span, ms since 1970' }),
  startTime: Type.Integer({ description: "start by the agent's clock, ms since 1970" }),
  elapsed: Type.Integer({ description: 'ms' }),
  path: Type.String(),
  endPoint: Type.String(),
  clientAddress: Type.String(),
  failed: Type.Boolean(),
  exception: Type.Union([Type.Object({ className: Type.String(), message: Type.String() }), Type.Null()]),
  agentId: Type.String(),
  agentName: Type.String(),
  application: ApplicationName,
});
export type Transaction = Static<typeof Transaction>;

export const Transactions = Type.Object({
  total: Type.Integer({ description: 'dots in the rectangle, on all pages' }),
  items: Type.Array(Transaction),
});
export type Transactions = Static<typeof Transactions>;
