import { type Static, Type } from 'typebox';
import { ApplicationName, RangeQuery } from './application.ts';
import { ScatterHeader } from './scatter.ts';
import { Problem } from './setup.ts';
import { Transaction } from './transaction.ts';

const QueryText = Type.String({ maxLength: 4_000, description: 'in the query language: docs/en/search.md' });

export const SearchQuery = Type.Object({
  query: QueryText,
  ...RangeQuery.properties,
  as: Type.Optional(
    Type.Union([Type.Literal('list'), Type.Literal('dots')], {
      default: 'list',
      description: 'list: transactions. dots: only their time, response time, status and agent',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100_000, default: 100, description: 'at most 500 as a list' }),
  ),
  after: Type.Optional(Type.String({ maxLength: 120, description: 'the cursor that the page before ended with' })),
});
export type SearchQuery = Static<typeof SearchQuery>;

/** Columns of dots; agents are those that no line before named, counted on. */
const Dots = Type.Object({
  kind: Type.Literal('dots'),
  agents: ScatterHeader.properties.agents,
  time: Type.Array(Type.Integer(), { description: 'when the collector received the span, ms since 1970' }),
  elapsed: Type.Array(Type.Integer(), { description: 'ms' }),
  agent: Type.Array(Type.Integer(), { description: 'place among all agents so far' }),
  failed: Type.Array(Type.Integer({ minimum: 0, maximum: 1 })),
});

/** Why a search may have found nothing: these agents record templates of paths, and a path was searched for. */
const Advice = Type.Object({
  application: ApplicationName,
  templates: Type.Array(Type.String(), { description: 'those that may stand for the path first' }),
  fits: Type.Boolean({ description: 'whether the templates may stand for the path' }),
});
export type Advice = Static<typeof Advice>;

/** The answer is `application/x-ndjson`: one of these on each line, as they are found. */
export const SearchLine = Type.Union([
  Type.Object({ kind: Type.Literal('spans'), items: Type.Array(Transaction) }),
  Dots,
  Type.Object({
    kind: Type.Literal('progress'),
    reached: Type.Integer({ description: 'what was received since then has been looked at, ms since 1970' }),
    read: Type.Integer({ description: 'spans and span chunks read so far' }),
  }),
  Type.Object({
    kind: Type.Literal('end'),
    cursor: Type.Union([Type.String(), Type.Null()], { description: 'where the next page begins; null at the end' }),
    advice: Type.Array(Advice),
  }),
  Type.Object({ kind: Type.Literal('problem'), problem: Problem }),
]);
export type SearchLine = Static<typeof SearchLine>;

export const SuggestQuery = Type.Object({
  query: QueryText,
  at: Type.Integer({ minimum: 0, maximum: 4_000, description: 'place of the cursor, in UTF-16 units' }),
});
export type SuggestQuery = Static<typeof SuggestQuery>;

export const SearchFault = Type.Object({
  code: Type.String({ description: 'such as VALUE_MISSING' }),
  says: Type.String({ description: 'what is wrong and what to write' }),
  at: Type.Integer({ description: 'place of what is wrong, in UTF-16 units' }),
  length: Type.Integer(),
});
export type SearchFault = Static<typeof SearchFault>;

export const Suggestions = Type.Object({
  fault: Type.Union([SearchFault, Type.Null()], { description: 'what is wrong with the query' }),
  from: Type.Integer({ description: 'what a suggestion replaces' }),
  to: Type.Integer(),
  items: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('field'), Type.Literal('tag'), Type.Literal('value'), Type.Literal('word')]),
      text: Type.String(),
      count: Type.Integer({ description: 'how often it was seen among the newest spans; 0: not counted' }),
    }),
  ),
});
export type Suggestions = Static<typeof Suggestions>;

export const TailQuery = Type.Object({ query: QueryText });
export type TailQuery = Static<typeof TailQuery>;

/** Data of the server-sent `spans` events of `/search/live`, one a second. */
export const TailEvent = Type.Object({
  items: Type.Array(Transaction, { description: 'newest first' }),
  found: Type.Integer({ description: 'spans found since the last event; more than are shown where they come fast' }),
  unread: Type.Integer({ description: 'spans that came too fast to be looked at' }),
});
export type TailEvent = Static<typeof TailEvent>;
