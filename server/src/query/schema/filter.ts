import { type Static, Type } from 'typebox';

/**
 * What transactions of a filtered map have in common: a call to `to` (from `from`, if given) that took so long, ended
 * so, and went to such a path. Ends are keys of nodes of the map; the response time is the callee's where it is traced.
 */
export const TraceFilter = Type.Object(
  {
    from: Type.Optional(Type.String({ maxLength: 600, description: 'key of the calling node; any if left out' })),
    fromAgent: Type.Optional(Type.String({ maxLength: 255 })),
    to: Type.String({ minLength: 3, maxLength: 600, description: 'key of the called node' }),
    toAgent: Type.Optional(Type.String({ maxLength: 255 })),
    atLeast: Type.Optional(Type.Integer({ minimum: 0, description: 'ms' })),
    atMost: Type.Optional(Type.Integer({ minimum: 0, description: 'ms' })),
    result: Type.Optional(Type.Union([Type.Literal('success'), Type.Literal('failed')])),
    path: Type.Optional(Type.String({ maxLength: 200, description: 'ant-style pattern: /orders/*, /api/**' })),
  },
  { additionalProperties: false },
);
export type TraceFilter = Static<typeof TraceFilter>;

/** How routes take filters: a JSON array, all of which a transaction must match. */
export const FilterQuery = Type.Object({
  filter: Type.Optional(
    Type.String({ maxLength: 8_000, description: 'JSON array of filters; all must match (schema: TraceFilter)' }),
  ),
});

/** How far a filtered answer has come. */
export const FilterProgress = Type.Object({
  share: Type.Number({ description: 'of the range that was scanned, newest first; 0 … 1' }),
  reached: Type.Integer({ description: 'everything received since then was scanned, ms since 1970' }),
  spans: Type.Integer({ description: 'spans and span chunks that were read' }),
  traces: Type.Integer({ description: 'transactions that were looked at' }),
  matched: Type.Integer({ description: 'transactions that match' }),
  end: Type.Union(
    [
      Type.Literal('running'),
      Type.Literal('complete'),
      Type.Literal('stopped'),
      Type.Literal('bytes'),
      Type.Literal('spans'),
      Type.Literal('time'),
    ],
    { description: 'bytes, spans, time: a limit was reached and the rest of the range is not in the answer' },
  ),
});
export type FilterProgress = Static<typeof FilterProgress>;
