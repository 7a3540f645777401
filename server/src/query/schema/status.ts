import { type Static, Type } from 'typebox';
import { ApplicationName } from './application.ts';

const Quantiles = { p50: Type.Number(), p99: Type.Number(), flushes: Type.Integer() };

export const SlowQuery = Type.Object({
  at: Type.Integer({ description: 'when it was answered, ms since 1970' }),
  route: Type.String(),
  parameters: Type.Record(Type.String(), Type.String(), { description: 'those that say how much was asked for' }),
  ms: Type.Integer(),
  rows: Type.Integer({ description: 'read' }),
  bytes: Type.Integer({ description: 'of the values read' }),
  help: Type.Array(
    Type.Union([
      Type.Literal('range'),
      Type.Literal('hops'),
      Type.Literal('offset'),
      Type.Literal('narrow'),
      Type.Literal('server'),
    ]),
    { description: 'what would help; server: little was read, the server had no time' },
  ),
});
export type SlowQuery = Static<typeof SlowQuery>;

export const ReceiverStatus = Type.Object({
  receiver: Type.Integer(),
  at: Type.Integer({ description: 'when it said so, ms since 1970' }),
  spansPerSecond: Type.Number(),
  waiting: Type.Integer({ description: 'raw bytes on their way to the storage' }),
  room: Type.Integer({ description: 'raw bytes that may be; beyond it streams are not read' }),
  busy: Type.Number({ description: 'share of the time in which it did not wait, 0 … 1' }),
  delayP99: Type.Number({ description: 'of its event loop, ms' }),
  flush: Type.Object(Quantiles, { description: 'ms until a flush was durable' }),
});
export type ReceiverStatus = Static<typeof ReceiverStatus>;

export const LagStatus = Type.Object({
  agentId: Type.String(),
  agentName: Type.String(),
  application: ApplicationName,
  ...Quantiles,
});
export type LagStatus = Static<typeof LagStatus>;

/** How the server does. Times are ms, sizes bytes; what receivers say is up to five seconds old. */
export const Status = Type.Object({
  version: Type.String(),
  node: Type.String(),
  startedAt: Type.Integer(),
  residentBytes: Type.Integer(),
  delayP99: Type.Number({ description: "of the main thread's event loop in the last five seconds" }),
  delayMax: Type.Number(),
  busy: Type.Number({ description: 'share of the time in which the main thread did not wait, 0 … 1' }),
  receivers: Type.Array(ReceiverStatus),
  lag: Type.Object({
    p50: Type.Number({ description: 'the greatest of the receivers' }),
    p99: Type.Number(),
    agents: Type.Array(LagStatus, { description: 'received → visible, the slowest first' }),
  }),
  settling: Type.Object({
    pieces: Type.Integer({
      description: 'closed slots and hours that wait to be settled; 1,000 means at least so many',
    }),
    oldest: Type.Union([Type.Integer(), Type.Null()], { description: 'when the oldest of them began' }),
  }),
  spans: Type.Object({
    received: Type.Integer(),
    stored: Type.Integer(),
    rejected: Type.Record(Type.String(), Type.Integer()),
    paused: Type.Integer({ description: 'ms for which streams of agents were not read, all together' }),
  }),
  refused: Type.Integer({ description: 'calls that were refused before their agent was known' }),
  slow: Type.Array(SlowQuery),
  slowCount: Type.Integer({ description: 'since the start' }),
});
export type Status = Static<typeof Status>;
