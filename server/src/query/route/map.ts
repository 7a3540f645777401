import type { Static } from 'typebox';
import { Failure } from '../../lib/failure.ts';
import { applicationKey } from '../../store/application.ts';
import { stateOf } from '../agents.ts';
import { buildMap } from '../map/build.ts';
import { percentilesOf } from '../map/percentiles.ts';
import { resolveParent } from '../map/resolve.ts';
import { slotWidth } from '../map/slots.ts';
import { viewMap, viewPanel } from '../map/view.ts';
import { requestedApplication, requestedRange } from '../request.ts';
import { MapQuery, Panel, PanelQuery, ServerMap } from '../schema/map.ts';
import type { Sources } from '../sources.ts';
import { problems, type Routes } from './route.ts';

export const mapRoutes: Routes = (http, sources) => {
  http.get(
    '/server-map',
    {
      schema: {
        summary: 'The server map around an application',
        querystring: MapQuery,
        response: { 200: ServerMap, ...problems },
      },
    },
    async ({ query }) => {
      const { graph, from, to } = await graphOf(query, sources);
      return viewMap(graph, { from, to });
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
      const { graph, from, to, width } = await graphOf(query, sources);
      const panel = viewPanel(graph, key, { from, to, width });
      if (panel === undefined) throw new Failure('REQUEST_INVALID', 'the map has no such node or link');
      const sketch = await percentilesOf(graph, key, (of) => sources.map.sketches(of, from, to));
      return { ...panel, percentiles: sketch };
    },
  );
};

async function graphOf(query: Static<typeof MapQuery>, sources: Sources) {
  const center = requestedApplication(query);
  const { from, to } = requestedRange(query);
  const width = slotWidth(from, to);
  const [known, records, beats] = await Promise.all([
    sources.applications.all(),
    sources.agents.all(),
    sources.collectors.all(),
  ]);
  const running = Map.groupBy(
    records.filter((record) => stateOf(record, beats, sources.clock()) === 'running'),
    ({ agent }) => applicationKey(agent.application),
  );
  const { inbound = 1, outbound = 2, bidirectional = false, wasOnly = false } = query;
  const graph = await buildMap(
    center,
    { inbound, outbound, bidirectional, wasOnly },
    {
      read: (application) => sources.map.stretch(application, from, to, width),
      resolve: (parent, callee) => resolveParent(parent, callee, known),
      agentsOf: (application) => running.get(applicationKey(application))?.length ?? 0,
    },
  );
  return { graph, from, to, width };
}
