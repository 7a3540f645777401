import { Type } from 'typebox';
import { Failure } from '../../lib/failure.ts';
import { DAY, type Day, dayOf, HOUR, type Millis, millis } from '../../lib/time.ts';
import type { SpanId } from '../../store/span/span.ts';
import { parseTraceId } from '../../store/span/trace-id.ts';
import { namesOf } from '../names.ts';
import { PackedTrace, TraceQuery } from '../schema/trace.ts';
import { alignTrace } from '../trace/align.ts';
import { chainsOf } from '../trace/exception.ts';
import { packTrace } from '../trace/pack.ts';
import { viewTrace } from '../trace/view.ts';
import { problems, type Routes } from './route.ts';

export const traceRoutes: Routes = (http, { spans, names, exceptions, storage, clock }) => {
  const kept = storage.keeps.find(({ family }) => family === 'trace')?.days ?? 0;
  http.get(
    '/traces/:traceId',
    {
      schema: {
        summary: 'The call tree of one trace',
        params: Type.Object({ traceId: Type.String({ maxLength: 400 }) }),
        querystring: TraceQuery,
        response: { 200: PackedTrace, ...problems },
      },
    },
    async ({ params, query }) => {
      const id = parseTraceId(params.traceId);
      if (id === undefined) throw new Failure('TRACE_ID_INVALID', params.traceId.slice(0, 80));
      const { parts, overflow } = await spans.trace(id, daysToSearch(query.at, clock(), kept));
      if (parts.length === 0) throw new Failure('TRACE_UNKNOWN', id);
      const spanId = requestedSpan(query.spanId);
      const focus = spanId === undefined ? undefined : { spanId, at: query.at };
      const tree = alignTrace(parts, { now: clock(), focus, overflow });
      const [known, chains] = await Promise.all([namesOf(parts, names), chainsOf(parts, id, exceptions)]);
      return packTrace(viewTrace(tree, known, chains));
    },
  );
};

/** The parts of a trace are received within an hour of each other; without a time every day that is kept is looked at. */
function daysToSearch(at: number | undefined, now: Millis, kept: number): Day[] {
  if (at !== undefined) return [...new Set([dayOf(millis(at - HOUR)), dayOf(millis(at + HOUR))])];
  return Array.from({ length: kept + 1 }, (_, ago) => dayOf(millis(now - ago * DAY)));
}

function requestedSpan(text: string | undefined): SpanId | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,19}$/.test(text)) throw new Failure('REQUEST_INVALID', 'spanId is not a number');
  return BigInt.asIntN(64, BigInt(text)) as SpanId;
}
