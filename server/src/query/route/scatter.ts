import { setTimeout as wait } from 'node:timers/promises';
import { Type } from 'typebox';
import { SECOND } from '../../lib/time.ts';
import { dotsOf } from '../filter/dots.ts';
import { filterRunOf } from '../map/graph-of.ts';
import { requestedApplication, requestedRange } from '../request.ts';
import { Columns } from '../scatter/columns.ts';
import { LiveQuery, ScatterQuery } from '../schema/scatter.ts';
import { problems, type Routes } from './route.ts';

export const scatterRoutes: Routes = (http, sources) => {
  const { dots, clock } = sources;
  http.get(
    '/scatter',
    {
      schema: {
        summary: 'Dots of an application as binary columns',
        description: 'application/octet-stream; the layout is written in server/src/query/schema/scatter.ts',
        querystring: ScatterQuery,
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...problems },
      },
    },
    async ({ query, raw }, reply) => {
      const application = requestedApplication(query);
      const { from, to } = requestedRange(query);
      const columns = new Columns(from, to, query.agent);
      const run = await filterRunOf({ ...query, application: query.center ?? query.application }, sources);
      if (run !== undefined) {
        columns.add({ dots: dotsOf(run.spansOf(application)) });
        return reply.type('application/octet-stream').send(columns.encode());
      }
      for await (const row of dots.read(application, from, to)) {
        columns.add(row);
        if (columns.full || raw.destroyed) break;
      }
      return reply.type('application/octet-stream').send(columns.encode());
    },
  );

  http.get(
    '/scatter/live',
    {
      schema: {
        summary: 'New dots each second, as server-sent events',
        description: 'Each `dots` event carries the answer of /scatter in base64.',
        querystring: LiveQuery,
        response: problems,
      },
    },
    async ({ query }, reply) => {
      const application = requestedApplication(query);
      const tail = await dots.tail(application, clock());
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      while (!gone.signal.aborted) {
        const now = clock();
        // Dots reach the storage up to a second after they were received.
        const columns = new Columns(now - 30 * SECOND, now + SECOND, query.agent);
        for await (const row of dots.follow(tail, now)) columns.add(row);
        reply.raw.write(`event: dots\ndata: ${columns.encode().toString('base64')}\n\n`);
        await wait(SECOND, undefined, { signal: gone.signal }).catch(() => undefined);
      }
    },
  );
};
