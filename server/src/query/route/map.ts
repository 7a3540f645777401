import { Type } from 'typebox';
import { Failure } from '../../lib/failure.ts';
import { graphOf, stopFilter } from '../map/graph-of.ts';
import { percentilesOf } from '../map/percentiles.ts';
import { viewMap, viewPanel } from '../map/view.ts';
import { MapQuery, Panel, PanelQuery, ServerMap } from '../schema/map.ts';
import { problems, type Routes } from './route.ts';

export const mapRoutes: Routes = (http, sources) => {
  http.get(
    '/server-map',
    {
      schema: {
        summary: 'The server map around an application',
        description:
          'With `filter` the map is counted from raw traces, newest first: ask again until `filtered.end` says that it is over.',
        querystring: MapQuery,
        response: { 200: ServerMap, ...problems },
      },
    },
    async ({ query }) => {
      const { graph, from, to, run } = await graphOf(query, sources);
      const map = viewMap(graph, { from, to });
      return run === undefined ? map : { ...map, filtered: run.progress };
    },
  );

  http.get(
    '/server-map/panel',
    {
      schema: {
        summary: 'One node or link of the server map',
        querystring: PanelQuery,
        response: { 200: Panel, ...problems },
      },
    },
    async ({ query }) => {
      const key = query.node ?? query.link;
      if (key === undefined) throw new Failure('REQUEST_INVALID', 'node or link is missing');
      const { graph, from, to, width, counts } = await graphOf(query, sources);
      const panel = viewPanel(graph, key, { from, to, width });
      if (panel === undefined) throw new Failure('REQUEST_INVALID', 'the map has no such node or link');
      const sketch = await percentilesOf(graph, key, (of) => counts.sketches(of, from, to));
      return { ...panel, percentiles: sketch };
    },
  );

  http.post(
    '/server-map/stop',
    {
      schema: {
        summary: 'Ends the scan of a filtered map; what it has found stays',
        querystring: MapQuery,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async ({ query }, reply) => {
      await stopFilter(query, sources);
      return reply.code(204).send(null);
    },
  );
};
