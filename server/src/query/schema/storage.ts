import { type Static, Type } from 'typebox';

/** What one period (a day, a month or a year) of a kind takes. */
export const StoredPeriod = Type.Object({
  day: Type.Union([Type.String(), Type.Null()], { description: 'first day of the period in UTC; null: permanent' }),
  bytes: Type.Integer({ description: 'on the disk' }),
  rows: Type.Integer({ description: 'an estimate' }),
  spans: Type.Union([Type.Integer(), Type.Null()], { description: 'stored on that day; null where not counted' }),
});
export type StoredPeriod = Static<typeof StoredPeriod>;

/** What is kept and dropped together. */
export const StoredKind = Type.Object({
  kind: Type.String({ description: 'trace, number, error, map10, map60, base, permanent' }),
  period: Type.Union([Type.Literal('day'), Type.Literal('month'), Type.Literal('year'), Type.Literal('permanent')]),
  retention: Type.Union(
    [
      Type.Object({
        days: Type.Integer({ description: 'kept beside today' }),
        setting: Type.Union([Type.String(), Type.Null()], { description: 'the variable that says so' }),
      }),
      Type.Null(),
    ],
    { description: 'null: kept forever' },
  ),
  bytes: Type.Integer(),
  rows: Type.Integer(),
  oldest: Type.Union([Type.String(), Type.Null()], { description: 'first day of its oldest period' }),
  days: Type.Array(StoredPeriod, { description: 'oldest first' }),
});
export type StoredKind = Static<typeof StoredKind>;

/** How full the storage is, and what is kept how long. Sizes are bytes. */
export const StorageView = Type.Object({
  quota: Type.Integer({ description: 'that all data may take; beyond it the oldest day goes' }),
  used: Type.Integer({ description: 'by all data' }),
  free: Type.Integer({ description: 'on the disk' }),
  size: Type.Integer({ description: 'of the disk' }),
  minFree: Type.Integer({ description: 'that must stay free on the disk; with less nothing more is taken' }),
  guard: Type.Union([Type.Literal('open'), Type.Literal('closed')], {
    description: 'closed: spans, statistics and exceptions are refused',
  }),
  why: Type.Union([Type.Literal(''), Type.Literal('disk'), Type.Literal('write'), Type.Literal('quota')], {
    description: 'it is closed: the disk is nearly full, was full when written, or the quota is full with today',
  }),
  growthPerDay: Type.Union([Type.Integer(), Type.Null()], {
    description: 'mean of whole days, at most seven; null before there is one',
  }),
  daysUntilQuota: Type.Union([Type.Integer(), Type.Null()], {
    description: 'if it goes on like this, with what will be dropped; null: not within a year, or growth is not known',
  }),
  kinds: Type.Array(StoredKind),
});
export type StorageView = Static<typeof StorageView>;
