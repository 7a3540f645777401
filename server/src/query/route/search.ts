import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { asFailure, Failure } from '../../lib/failure.ts';
import { MINUTE } from '../../lib/time.ts';
import { problemOf } from '../problem.ts';
import { requestedRange } from '../request.ts';
import { type SearchFault, SearchLine, SearchQuery, Suggestions, SuggestQuery, TailQuery } from '../schema/search.ts';
import { asksForFacts, factsOf } from '../search/facts.ts';
import type { FinderSources } from '../search/finder.ts';
import { KeptNames } from '../search/kept-names.ts';
import { typingAt } from '../search/language/cursor.ts';
import { type Fault, faults } from '../search/language/fault.ts';
import { parse } from '../search/language/parse.ts';
import { EVERYTHING, type Query } from '../search/language/query.ts';
import { dotLines, listLines } from '../search/lines.ts';
import { mayBeOf } from '../search/match/application.ts';
import { readCursor } from '../search/newest.ts';
import { advise } from '../search/suggest/advise.ts';
import { Sampler } from '../search/suggest/sampler.ts';
import { suggest } from '../search/suggest/suggest.ts';
import { tail } from '../search/tail.ts';
import type { Sources } from '../sources.ts';
import { problems, type Routes } from './route.ts';

/** Rows of a page of the list: each is a whole span until it is printed. */
const LIST_LIMIT = 500;

/** A live tail ends after so long and is asked for again: nobody watches a tab that was forgotten. */
const TAIL_SECONDS = (30 * MINUTE) / 1_000;

export const searchRoutes: Routes = (http, sources) => {
  const { spans, dots, applications, clock } = sources;
  const sampler = new Sampler(spans, sources.names, clock);

  http.get(
    '/search',
    {
      schema: {
        summary: 'Spans that a query finds, newest first, as they are found',
        description: 'application/x-ndjson: a line of JSON for each step; an `end` or a `problem` comes last.',
        querystring: SearchQuery,
        response: { 200: Type.Unsafe<Readable>(SearchLine), ...problems },
      },
    },
    async ({ query: asked, id, log }, reply) => {
      const query = requestedQuery(asked.query);
      const { from, to } = requestedRange(asked);
      const after = asked.after === undefined ? undefined : readCursor(asked.after);
      if (after === undefined && asked.after !== undefined) throw new Failure('REQUEST_INVALID', 'after is no cursor');
      const known = await applications.all();
      const { limit = 100, as = 'list' } = asked;
      const among = { ...(await finderSources(sources, query)), spans };
      const ask = { query, from, to, after, applications: known };
      const lines =
        as === 'dots'
          ? dotLines(among, { ...ask, limit })
          : listLines(among, { ...ask, limit: Math.min(limit, LIST_LIMIT) });
      const adviceFor = () =>
        after === undefined
          ? advise(
              query,
              known.filter((one) => mayBeOf(query, one)),
              sampler,
            )
          : [];
      async function* texts() {
        let found = 0;
        try {
          for await (const line of lines) {
            if (line.kind === 'spans') found += line.items.length;
            if (line.kind === 'dots') found += line.time.length;
            const last = line.kind === 'end' && found === 0;
            yield text(last ? { ...line, advice: await adviceFor() } : line);
          }
        } catch (error) {
          log.error({ err: error, requestId: id }, 'a search failed');
          yield text({ kind: 'problem', problem: problemOf(asFailure(error), id) });
        }
      }
      return reply.type('application/x-ndjson').send(Readable.from(texts()));
    },
  );

  http.get(
    '/search/suggest',
    {
      schema: {
        summary: 'What could be typed at a place of a query, and what is wrong with the query',
        querystring: SuggestQuery,
        response: { 200: Suggestions, ...problems },
      },
    },
    async ({ query: { query: written, at } }) => {
      const parsed = parse(written);
      const place = Math.min(at, written.length);
      const fault = 'fault' in parsed ? faultOf(parsed.fault) : null;
      const typing = typingAt(written, place);
      if (typing === undefined) return { fault, from: place, to: place, items: [] };
      const known = await applications.all();
      const rest = parse(written.slice(0, typing.from) + written.slice(typing.to));
      const query = 'query' in rest ? rest.query : 'query' in parsed ? parsed.query : EVERYTHING;
      const among = known.filter((one) => mayBeOf(query, one));
      const items = suggest(typing, await sampler.of(among), known);
      return { fault, from: typing.from, to: typing.to, items };
    },
  );

  http.get(
    '/search/live',
    {
      schema: {
        summary: 'Spans that a query finds among what is stored from now on, as server-sent events',
        description: 'A `spans` event each second; its data is TailEvent of server/src/query/schema/search.ts.',
        querystring: TailQuery,
        response: { 200: Type.Unsafe<Readable>({ type: 'string' }), ...problems },
      },
    },
    async ({ query: asked, log }, reply) => {
      const query = requestedQuery(asked.query);
      const among = { ...(await finderSources(sources, query)), spans, dots, clock };
      async function* events() {
        let left = TAIL_SECONDS;
        try {
          for await (const event of tail({ ...among, applications: () => applications.all() }, query)) {
            yield `event: spans\ndata: ${JSON.stringify(event)}\n\n`;
            if (left-- <= 0) return;
          }
        } catch (error) {
          log.error({ err: error }, 'a live tail failed');
        }
      }
      return reply
        .headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
        .send(Readable.from(events()));
    },
  );
};

const text = (line: SearchLine): string => `${JSON.stringify(line)}\n`;

/** Throws QUERY_INVALID. */
function requestedQuery(written: string): Query {
  const parsed = parse(written);
  if ('query' in parsed) return parsed.query;
  const { code, at } = parsed.fault;
  throw new Failure('QUERY_INVALID', `at character ${at + 1}: ${faults[code]}`);
}

const faultOf = ({ code, at, length }: Fault): SearchFault => ({ code, says: faults[code], at, length });

async function finderSources({ spans, names, agents }: Sources, query: Query): Promise<FinderSources> {
  const facts = asksForFacts(query) ? factsOf(await agents.all()) : () => undefined;
  return { spans, names: new KeptNames(names), facts };
}
