import { type Static, Type } from 'typebox';
import { ApplicationName } from './application.ts';

export const TraceQuery = Type.Object({
  at: Type.Optional(
    Type.Integer({ description: 'when about it was received, ms since 1970: makes finding it faster' }),
  ),
  spanId: Type.Optional(Type.String({ description: 'the span to focus on, signed 64-bit decimal' })),
});
export type TraceQuery = Static<typeof TraceQuery>;

/** A line of the call tree; its children are the rows that name it as parent. */
export const TraceRow = Type.Object({
  id: Type.Integer({ description: 'place in the list, from 0' }),
  parent: Type.Integer({ description: 'id of the parent; -1 for a root' }),
  depth: Type.Integer({ description: '0 for a root' }),
  kind: Type.Union([
    Type.Literal('server'),
    Type.Literal('method'),
    Type.Literal('sql'),
    Type.Literal('http'),
    Type.Literal('cache'),
    Type.Literal('queue'),
    Type.Literal('async'),
    Type.Literal('missing'),
  ]),
  title: Type.String({ description: 'method without its class, or what stands for it' }),
  className: Type.String(),
  argument: Type.String({ description: 'path, URL, SQL or arguments; may be empty' }),
  api: Type.String({ description: 'name of the service type, such as MYSQL' }),
  application: Type.Integer({ description: 'index into applications' }),
  agent: Type.Integer({ description: 'index into agents; -1 for a missing part' }),
  start: Type.Number({ description: 'ms after the start of the trace; may be negative between clocks' }),
  gap: Type.Number({
    description: 'ms between the end of the call before it, or the start of its parent, and its start',
  }),
  elapsed: Type.Number({ description: 'ms' }),
  self: Type.Number({ description: 'ms not spent in its children' }),
  failed: Type.Boolean(),
  exception: Type.Union([Type.Object({ className: Type.String(), message: Type.String() }), Type.Null()]),
  sql: Type.Union([
    Type.Object({
      text: Type.String({ description: 'as it was written: literals put back, binds as ?' }),
      normalized: Type.String(),
      binds: Type.Array(Type.String()),
      combined: Type.String({ description: 'binds put in' }),
    }),
    Type.Null(),
  ]),
  details: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }), {
    description: 'annotations and attributes with their display names',
  }),
  spanId: Type.String({ description: 'signed 64-bit decimal; empty for a missing part' }),
});
export type TraceRow = Static<typeof TraceRow>;

export const Trace = Type.Object({
  traceId: Type.String(),
  state: Type.Union([Type.Literal('complete'), Type.Literal('progress'), Type.Literal('overflow')], {
    description: 'progress: parts are missing or still on their way; overflow: more spans than are read (10,000)',
  }),
  startTime: Type.Integer({ description: 'of the first span, ms since 1970' }),
  elapsed: Type.Number({ description: 'ms from the first start to the last end' }),
  focus: Type.Integer({ description: 'id of the row of the span that was asked for; 0 if none was' }),
  applications: Type.Array(ApplicationName),
  agents: Type.Array(Type.Object({ agentId: Type.String(), agentName: Type.String() })),
  rows: Type.Array(TraceRow, { description: 'in the order in which they are shown' }),
});
export type Trace = Static<typeof Trace>;
