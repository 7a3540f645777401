import { type Static, Type } from 'typebox';
import { ApplicationName, ApplicationQuery, RangeQuery } from './application.ts';
import { FilterProgress } from './filter.ts';
import { Problem } from './setup.ts';

const Regions = Type.String({
  maxLength: 1_000,
  description:
    'rectangles of the scatter chart, `from-to-elapsedFrom-elapsedTo-status`, behind commas; elapsedTo may be max',
});

const Filters = Type.String({ maxLength: 8_000, description: 'JSON array of filters; all must match (TraceFilter)' });

/**
 * Transactions of an application that are selected, and what they are compared with. Selected is what lies in `dots`,
 * is of `agent` and matches `where`, as far as these are given.
 */
export const WhyQuery = Type.Object({
  ...ApplicationQuery.properties,
  ...RangeQuery.properties,
  dots: Type.Optional(Regions),
  agent: Type.Optional(Type.String({ maxLength: 255, description: 'selected are transactions of this agent only' })),
  where: Type.Optional(Filters),
  against: Type.Optional(Regions),
  filter: Type.Optional({ ...Filters, description: 'what does not match is neither selected nor compared with' }),
});
export type WhyQuery = Static<typeof WhyQuery>;

export const WhyDimension = Type.Union([
  Type.Literal('agent'),
  Type.Literal('host'),
  Type.Literal('version'),
  Type.Literal('endpoint', { description: 'path, with {id} in place of numbers and ids' }),
  Type.Literal('status', { description: 'HTTP or gRPC status' }),
  Type.Literal('exception', { description: 'class of an exception' }),
  Type.Literal('caller', { description: 'application that called' }),
  Type.Literal('client', { description: 'address that called' }),
  Type.Literal('attribute', { description: 'annotation or attribute, `key=value`' }),
  Type.Literal('calleeAgent', { description: 'agent of an application that was called' }),
  Type.Literal('application', { description: 'application that was called' }),
  Type.Literal('sql', { description: 'normalised statement' }),
  Type.Literal('call', { description: 'what was called and is not traced itself: a host, a database, a cache' }),
  Type.Literal('method'),
]);
export type WhyDimension = Static<typeof WhyDimension>;

/** A value, and the application in which it was seen. */
export const WhyValue = Type.Object({
  dimension: WhyDimension,
  text: Type.String(),
  detail: Type.String({ description: 'class of a method, kind of what was called; else empty' }),
  application: ApplicationName,
  node: Type.String({ description: 'key of the application on the server map' }),
});
export type WhyValue = Static<typeof WhyValue>;

const Sample = Type.Object({
  traceId: Type.String(),
  spanId: Type.String({ description: 'signed 64-bit decimal' }),
  at: Type.Integer({ description: 'ms since 1970' }),
  elapsed: Type.Integer({ description: 'ms' }),
});

/** What more of the selected have than of the others. */
export const WhyShare = Type.Object({
  value: WhyValue,
  selected: Type.Integer({ description: 'selected transactions that have it' }),
  elsewhere: Type.Integer({ description: 'others that have it' }),
  share: Type.Number({ description: 'of the selected, 0 … 1' }),
  elsewhereShare: Type.Number({ description: 'of the others, 0 … 1' }),
  lift: Type.Union([Type.Number(), Type.Null()], { description: 'share ÷ elsewhereShare; null: no other has it' }),
  least: Type.Number({ description: 'what the difference of the shares is at least (95 %)' }),
  falseShare: Type.Number({ description: 'share of false ones among findings as sure as this (Benjamini–Hochberg)' }),
  also: Type.Array(WhyValue, { description: 'what goes along with it and explains nothing beyond' }),
  samples: Type.Array(Sample),
});
export type WhyShare = Static<typeof WhyShare>;

/** Where the time goes that the selected take longer. */
export const WhyTime = Type.Object({
  value: WhyValue,
  mean: Type.Number({ description: 'ms of a selected transaction spent here and in nothing below' }),
  elsewhereMean: Type.Number({ description: 'ms of another' }),
  share: Type.Number({ description: 'of the extra time, 0 … 1' }),
  calls: Type.Number({ description: 'of a selected transaction that calls it, on average' }),
  elsewhereCalls: Type.Union([Type.Number(), Type.Null()], { description: 'of another; null: no other calls it' }),
  selected: Type.Integer({ description: 'selected transactions that call it' }),
  falseShare: Type.Number(),
  samples: Type.Array(Sample),
});
export type WhyTime = Static<typeof WhyTime>;

const Side = Type.Object({
  transactions: Type.Integer(),
  mean: Type.Number({ description: 'ms' }),
  failed: Type.Integer(),
});

/** Transactions that are recorded are compared: where agents sample, those are the sampled ones. */
export const Why = Type.Object({
  selected: Side,
  elsewhere: Side,
  extra: Type.Number({ description: 'what a selected transaction takes longer on average, ms; may be negative' }),
  shares: Type.Array(WhyShare, { description: 'most telling first' }),
  times: Type.Array(WhyTime, { description: 'greatest share first; none where the selected are not slower' }),
  tested: Type.Integer({ description: 'values that were tested' }),
  few: Type.Union([Type.Literal('selected'), Type.Literal('elsewhere'), Type.Null()], {
    description: 'on this side are too few transactions to tell a cause from chance',
  }),
  progress: FilterProgress,
});
export type Why = Static<typeof Why>;

/** The answer is `application/x-ndjson`: one of these on each line, a `why` or a `problem` last. */
export const WhyLine = Type.Union([
  Type.Object({ kind: Type.Literal('progress'), progress: FilterProgress }),
  Type.Object({ kind: Type.Literal('why'), why: Why }),
  Type.Object({ kind: Type.Literal('problem'), problem: Problem }),
]);
export type WhyLine = Static<typeof WhyLine>;
