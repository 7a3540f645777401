import { type Static, Type } from 'typebox';
import { ApplicationName } from './application.ts';
import { ServerMap } from './map.ts';

export const TraceQuery = Type.Object({
  at: Type.Optional(
    Type.Integer({ description: 'when about it was received, ms since 1970: makes finding it faster' }),
  ),
  spanId: Type.Optional(Type.String({ description: 'the span to focus on, signed 64-bit decimal' })),
});
export type TraceQuery = Static<typeof TraceQuery>;

const Thrown = Type.Object({
  className: Type.String(),
  message: Type.String(),
  frames: Type.Array(
    Type.Object({
      className: Type.String(),
      methodName: Type.String(),
      fileName: Type.String(),
      line: Type.Integer({ description: '0 or less: not known' }),
    }),
    { description: 'where it was thrown, innermost call first' },
  ),
});
export type Thrown = Static<typeof Thrown>;

const Exception = Type.Object({
  className: Type.String(),
  message: Type.String(),
  chain: Type.Array(Thrown, {
    description: 'the exception and its causes with their stacks, as the agent sent them; empty where it did not',
  }),
});

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
  async: Type.Boolean({ description: 'its caller did not wait for it' }),
  exception: Type.Union([Exception, Type.Null()]),
  sql: Type.Union([
    Type.Object({
      text: Type.String({ description: 'as it was written: literals put back, binds as ?' }),
      normalized: Type.String(),
      binds: Type.Array(Type.String()),
    }),
    Type.Null(),
  ]),
  details: Type.Array(Type.Object({ name: Type.String(), value: Type.String() }), {
    description: 'annotations and attributes with their display names',
  }),
  spanId: Type.String({ description: 'signed 64-bit decimal; empty for a missing part' }),
});
export type TraceRow = Static<typeof TraceRow>;

/** A packed row names its kind by its place here. */
export const kinds: readonly TraceRow['kind'][] = [
  'server',
  'method',
  'sql',
  'http',
  'cache',
  'queue',
  'async',
  'missing',
];

/** What is said of a trace beside its rows. */
const Heading = {
  traceId: Type.String(),
  state: Type.Union([Type.Literal('complete'), Type.Literal('progress'), Type.Literal('overflow')], {
    description: 'progress: parts are missing or still on their way; overflow: more spans than are read (10,000)',
  }),
  startTime: Type.Integer({ description: 'of the first span, ms since 1970' }),
  elapsed: Type.Number({ description: 'ms from the first start to the last end' }),
  focus: Type.Integer({ description: 'id of the row of the span that was asked for; 0 if none was' }),
  applications: Type.Array(ApplicationName),
  agents: Type.Array(Type.Object({ agentId: Type.String(), agentName: Type.String() })),
  map: ServerMap,
};

/** A trace, row by row. */
export const Trace = Type.Object({
  ...Heading,
  rows: Type.Array(TraceRow, { description: 'in the order in which they are shown' }),
});
export type Trace = Static<typeof Trace>;

const Column = Type.Array(Type.Integer());
const Texts = (description: string) => Type.Array(Type.Integer(), { description: `${description}; places in texts` });

/**
 * A trace as it travels and as it is kept in a file: columns instead of rows, and each text once. Row n is made of
 * entry n of each column; what few rows have stands apart and names its row.
 */
export const PackedTrace = Type.Object({
  format: Type.Literal('finepoint-trace'),
  version: Type.Literal(1),
  ...Heading,
  texts: Type.Array(Type.String(), { description: 'the first is empty' }),
  columns: Type.Object({
    parent: Type.Array(Type.Integer(), { description: 'row of the caller, which stands before it; -1 for a root' }),
    kind: Type.Array(Type.Integer(), { description: `0 … 7: ${kinds.join(', ')}` }),
    title: Texts('method without its class, or what stands for it'),
    className: Column,
    argument: Texts('path, URL, SQL or arguments'),
    api: Texts('name of the service type'),
    application: Type.Array(Type.Integer(), { description: 'place in applications' }),
    agent: Type.Array(Type.Integer(), { description: 'place in agents; -1 for a missing part' }),
    start: Type.Array(Type.Number(), { description: 'ms after the start of the trace' }),
    gap: Type.Array(Type.Number(), { description: 'ms' }),
    elapsed: Type.Array(Type.Number(), { description: 'ms' }),
    self: Type.Array(Type.Number(), { description: 'ms' }),
    flags: Type.Array(Type.Integer(), { description: '1 failed, 2 asynchronous' }),
    spanId: Texts('signed 64-bit decimal'),
  }),
  exceptions: Type.Array(Type.Object({ row: Type.Integer(), exception: Exception })),
  sql: Type.Object({
    row: Column,
    text: Texts('as it was written: literals put back, binds as ?'),
    normalized: Texts('normalized'),
    binds: Type.Array(Column, { description: 'places in texts' }),
  }),
  details: Type.Object({ row: Column, name: Texts('display name'), value: Texts('value') }),
});
export type PackedTrace = Static<typeof PackedTrace>;
