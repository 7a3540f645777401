import { type Static, Type } from 'typebox';
import { ApplicationName, ApplicationQuery, RangeQuery } from './application.ts';
import { FilterProgress, FilterQuery } from './filter.ts';

const Depth = Type.Integer({ minimum: 0, maximum: 4 });

export const MapQuery = Type.Object({
  ...ApplicationQuery.properties,
  ...RangeQuery.properties,
  ...FilterQuery.properties,
  inbound: Type.Optional({ ...Depth, default: 1 }),
  outbound: Type.Optional({ ...Depth, default: 2 }),
  bidirectional: Type.Optional(Type.Boolean({ default: false })),
  wasOnly: Type.Optional(Type.Boolean({ default: false, description: 'applications only, no databases or caches' })),
});
export type MapQuery = Static<typeof MapQuery>;

export const HistogramView = Type.Object({
  schema: Type.Union([Type.Literal('FAST'), Type.Literal('NORMAL')], {
    description: 'limits of the slots: FAST 100, 300, 500 ms (caches); NORMAL 1, 3, 5 s',
  }),
  slots: Type.Array(Type.Integer(), { description: 'successful calls: fast, normal, slow, very slow' }),
  errors: Type.Integer(),
  total: Type.Integer({ description: 'successful and failed' }),
  sum: Type.Number({ description: 'ms' }),
  max: Type.Number({ description: 'ms' }),
});
export type HistogramView = Static<typeof HistogramView>;

export const Apdex = Type.Object({
  score: Type.Number({ description: '(satisfied + tolerating / 2) / total; 0 … 1, three decimals, rounded down' }),
  satisfied: Type.Integer(),
  tolerating: Type.Integer(),
  total: Type.Integer(),
});
export type Apdex = Static<typeof Apdex>;

export const Category = Type.Union([
  Type.Literal('SERVER'),
  Type.Literal('DATABASE'),
  Type.Literal('CACHE'),
  Type.Literal('MESSAGE_BROKER'),
  Type.Literal('USER'),
  Type.Literal('UNKNOWN'),
  Type.Literal('UNDEFINED'),
]);
export type Category = Static<typeof Category>;

export const MapNode = Type.Object({
  key: Type.String({ description: 'service^name^TYPE: the same from one map to the next' }),
  application: ApplicationName,
  category: Category,
  histogram: HistogramView,
  apdex: Apdex,
  instances: Type.Integer({ description: 'agents of an application, addresses of a database; 0 where unknown' }),
  alert: Type.Boolean({ description: 'at least 10 % of the calls failed' }),
});
export type MapNode = Static<typeof MapNode>;

export const MapLink = Type.Object({
  key: Type.String({ description: 'key of the caller~key of the callee' }),
  from: Type.String({ description: 'key of the caller' }),
  to: Type.String({ description: 'key of the callee' }),
  histogram: HistogramView,
  alert: Type.Boolean(),
});
export type MapLink = Static<typeof MapLink>;

export const ServerMap = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  center: Type.String({ description: 'key of the application that was asked for' }),
  nodes: Type.Array(MapNode),
  links: Type.Array(MapLink),
  filtered: Type.Optional(FilterProgress),
});
export type ServerMap = Static<typeof ServerMap>;

export const PanelQuery = Type.Object({
  ...MapQuery.properties,
  node: Type.Optional(Type.String({ description: 'key of a node; give this or link' })),
  link: Type.Optional(Type.String({ description: 'key of a link' })),
});
export type PanelQuery = Static<typeof PanelQuery>;

const Percentiles = Type.Object({ p50: Type.Number(), p95: Type.Number(), p99: Type.Number() }, { description: 'ms' });

/** What is known of one node or link over the range: the panel beside the map. */
export const Panel = Type.Object({
  key: Type.String(),
  histogram: HistogramView,
  apdex: Apdex,
  percentiles: Type.Union([Percentiles, Type.Null()], { description: 'null where nothing was called' }),
  slot: Type.Integer({ description: 'width of a time slot, ms' }),
  series: Type.Array(
    Type.Object({
      at: Type.Integer({ description: 'start of the slot, ms since 1970' }),
      slots: Type.Array(Type.Integer(), { description: 'successful calls: fast, normal, slow, very slow' }),
      errors: Type.Integer(),
      sum: Type.Number({ description: 'ms, of all calls of the slot' }),
      max: Type.Number({ description: 'ms' }),
    }),
    { description: 'every slot of the range, oldest first, empty ones included' },
  ),
  agents: Type.Array(
    Type.Object({
      agentId: Type.String(),
      agentName: Type.String({ description: 'for a database or other node without agents: its address' }),
      histogram: HistogramView,
    }),
  ),
});
export type Panel = Static<typeof Panel>;
