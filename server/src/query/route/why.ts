import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { asFailure } from '../../lib/failure.ts';
import { isServer } from '../../lib/service-type.ts';
import { requestedFilters } from '../filter/requested.ts';
import type { MapGraph } from '../map/graph.ts';
import { addressesOf, graphOf } from '../map/graph-of.ts';
import { problemOf } from '../problem.ts';
import { requestedApplication, requestedRange } from '../request.ts';
import { WhyLine, WhyQuery } from '../schema/why.ts';
import { factsOf } from '../search/facts.ts';
import { KeptNames } from '../search/kept-names.ts';
import { whyDifferent } from '../why/ask.ts';
import { requestedRegions, stretchOf } from '../why/selection.ts';
import { problems, type Routes } from './route.ts';

/** How far calls are followed. */
const REACH = { inbound: 1, outbound: 4, wasOnly: true } as const;

export const whyRoutes: Routes = (http, sources) => {
  http.get(
    '/why',
    {
      schema: {
        summary: 'What sets selected transactions apart, and where they spend their time',
        description: 'application/x-ndjson: lines that say how far it has come; a `why` or a `problem` comes last.',
        querystring: WhyQuery,
        response: { 200: Type.Unsafe<Readable>(WhyLine), ...problems },
      },
    },
    async ({ query, raw, id, log }, reply) => {
      const center = requestedApplication(query);
      const { agent } = query;
      const [dots, against] = [requestedRegions(query.dots), requestedRegions(query.against)];
      const selection = { ...requestedRange(query), dots, agent, against };
      const stretch = requestedRange(stretchOf(selection));
      const [where = [], filters = []] = [requestedFilters(query.where), requestedFilters(query.filter)];
      const { application, service } = query;
      const { graph } = await graphOf(
        { application, ...(service !== undefined && { service }), ...stretch, ...REACH },
        sources,
      );
      const linked = (among: typeof where) => among.map((one) => ({ ...one, addresses: addressesOf(graph, one) }));
      const gone = new AbortController();
      raw.once('close', () => gone.abort());
      const question = {
        center,
        applications: serversOf(graph),
        selection,
        where: linked(where),
        filters: linked(filters),
        signal: gone.signal,
      };
      const told = factsOf(await sources.agents.all());
      const lines = whyDifferent({ spans: sources.spans, names: new KeptNames(sources.names), told }, question);
      async function* texts() {
        try {
          for await (const line of lines) yield text(line);
        } catch (error) {
          log.error({ err: error, requestId: id }, 'a comparison failed');
          yield text({ kind: 'problem', problem: problemOf(asFailure(error), id) });
        }
      }
      return reply.type('application/x-ndjson').send(Readable.from(texts()));
    },
  );
};

const text = (line: WhyLine): string => `${JSON.stringify(line)}\n`;

const serversOf = (graph: MapGraph) =>
  [...graph.nodes.values()].map(({ application }) => application).filter(({ type }) => isServer(type));
