import { isServer } from '../../lib/service-type.ts';
import { MINUTE, type Millis, millis } from '../../lib/time.ts';
import { applicationKey } from '../../store/application.ts';
import { stateOf } from '../agents.ts';
import { requestedFilters } from '../filter/requested.ts';
import type { FilterRun, RunOptions } from '../filter/run.ts';
import { FilterRuns } from '../filter/runs.ts';
import { requestedApplication, requestedRange } from '../request.ts';
import type { MapQuery } from '../schema/map.ts';
import type { Sources } from '../sources.ts';
import { buildMap } from './build.ts';
import { linkKey, type MapGraph } from './graph.ts';
import { resolveParent } from './resolve.ts';
import type { MapOptions } from './select.ts';
import { slotWidth } from './slots.ts';
import type { MapSource } from './source.ts';

/** A map, and what it was counted from: all that is stored, or the transactions that filters let through. */
export interface MapOf {
  readonly graph: MapGraph;
  readonly from: Millis;
  readonly to: Millis;
  readonly width: number;
  readonly counts: Pick<Sources['map'], 'stretch' | 'sketches'>;
  readonly run: FilterRun | undefined;
}

const runs = new WeakMap<Sources, FilterRuns>();

function runsOf(sources: Sources): FilterRuns {
  let of = runs.get(sources);
  if (of === undefined) {
    of = new FilterRuns();
    runs.set(sources, of);
  }
  return of;
}

/** The map that a request asks for. */
export async function graphOf(query: MapQuery, sources: Sources): Promise<MapOf> {
  const center = requestedApplication(query);
  const { from, to } = requestedRange(query);
  const width = slotWidth(from, to);
  const options = optionsOf(query);
  const run = await filterRunOf(query, sources, JSON.stringify(options));
  const counts = run?.counts ?? sources.map;
  const graph = await buildMap(center, options, await sourceOf(sources, counts, { from, to, width }));
  return { graph, from, to, width, counts, run };
}

/** The transactions that the filters of a request let through; undefined where it has none. */
export async function filterRunOf(query: MapQuery, sources: Sources, shape?: string): Promise<FilterRun | undefined> {
  const filters = requestedFilters(query.filter);
  if (filters === undefined) return undefined;
  requestedApplication(query);
  const range = wholeMinutes(requestedRange(query));
  return runsOf(sources).of(runKey(query), shape, sources.spans, async (): Promise<RunOptions> => {
    const { filter: _, ...unfiltered } = query;
    const { graph } = await graphOf(unfiltered, sources);
    const applications = [...graph.nodes.values()].map(({ application }) => application);
    return {
      ...range,
      applications: applications.filter(({ type }) => isServer(type)),
      filters: filters.map((filter) => ({ ...filter, addresses: addressesOf(graph, filter) })),
    };
  });
}

export const stopFilter = (query: MapQuery, sources: Sources): Promise<void> => runsOf(sources).stop(runKey(query));

const runKey = ({ application, service, from, to, filter }: MapQuery): string =>
  JSON.stringify([application, service ?? '', wholeMinutes({ from: millis(from), to: millis(to) }), filter]);

/** The minutes that a map counts (`countedRows`). */
const wholeMinutes = ({ from, to }: { readonly from: Millis; readonly to: Millis }) => ({
  from: millis(Math.floor(from / MINUTE) * MINUTE),
  to: millis(Math.ceil(to / MINUTE) * MINUTE),
});

/** Under which addresses callers know a node. */
export function addressesOf(
  graph: MapGraph,
  { from, to }: { readonly from?: string; readonly to: string },
): Set<string> {
  const links = from === undefined ? [...graph.links.values()] : [graph.links.get(linkKey(from, to))];
  return new Set(links.flatMap((link) => (link?.to === to ? link.members.map(({ id }) => id) : [])));
}

function optionsOf(query: MapQuery): MapOptions {
  const { inbound = 1, outbound = 2, bidirectional = false, wasOnly = false } = query;
  return { inbound, outbound, bidirectional, wasOnly };
}

async function sourceOf(
  sources: Sources,
  counts: MapOf['counts'],
  { from, to, width }: { readonly from: Millis; readonly to: Millis; readonly width: number },
): Promise<MapSource> {
  const [known, records, beats] = await Promise.all([
    sources.applications.all(),
    sources.agents.all(),
    sources.collectors.all(),
  ]);
  const running = Map.groupBy(
    records.filter((record) => stateOf(record, beats, sources.clock()) === 'running'),
    ({ agent }) => applicationKey(agent.application),
  );
  return {
    read: (application) => counts.stretch(application, from, to, width),
    resolve: (parent, callee) => resolveParent(parent, callee, known),
    agentsOf: (application) => running.get(applicationKey(application))?.length ?? 0,
  };
}
