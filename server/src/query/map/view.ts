import { errors, type Histogram, MAX, SUM, schemaOf, total } from '../../lib/histogram.ts';
import { type ServiceType, serviceType, typeOf } from '../../lib/service-type.ts';
import { applicationName } from '../application-name.ts';
import type { Apdex, Category, HistogramView, MapLink, MapNode, Panel, ServerMap } from '../schema/map.ts';
import { totalOf } from './calls.ts';
import type { GraphLink, GraphNode, MapGraph, Member } from './graph.ts';
import { type Slots, spread } from './slots.ts';

/** The map as the API answers it. */
export function viewMap(graph: MapGraph, range: { readonly from: number; readonly to: number }): ServerMap {
  return {
    from: range.from,
    to: range.to,
    center: graph.center,
    nodes: [...graph.nodes.values()].map(viewNode),
    links: [...graph.links.values()].map((link) => viewLink(graph, link)),
  };
}

/** What is known of the node or link `key`; undefined when the map has none. `percentiles` are the caller's to fill in. */
export function viewPanel(graph: MapGraph, key: string, slots: Slots): Panel | undefined {
  const part = graph.nodes.get(key) ?? graph.links.get(key);
  if (part === undefined) return undefined;
  const type = typeOfPart(graph, part);
  const histogram = totalOf(part.series);
  return {
    key,
    histogram: viewHistogram(histogram, type),
    apdex: apdex(histogram),
    percentiles: null,
    slot: slots.width,
    series: spread(part.series, slots).map(({ at, histogram: slot }) => ({
      at,
      slots: successes(slot),
      errors: errors(slot),
      sum: slot[SUM] ?? 0,
      max: slot[MAX] ?? 0,
    })),
    agents: part.members.map(({ id, name, histogram: own }: Member) => ({
      agentId: id,
      agentName: name,
      histogram: viewHistogram(own, type),
    })),
  };
}

/** Slots are those of the type that answers the calls. */
const typeOfPart = (graph: MapGraph, part: GraphNode | GraphLink): number =>
  'application' in part ? part.application.type : (graph.nodes.get(part.to)?.application.type ?? serviceType.UNDEFINED);

function viewNode({ key, application, series, instances }: GraphNode): MapNode {
  const histogram = totalOf(series);
  return {
    key,
    application: applicationName(application),
    category: categoryOf(typeOf(application.type)),
    histogram: viewHistogram(histogram, application.type),
    apdex: apdex(histogram),
    instances,
    alert: isAlarming(histogram),
  };
}

function viewLink(graph: MapGraph, link: GraphLink): MapLink {
  const histogram = totalOf(link.series);
  const { key, from, to } = link;
  return {
    key,
    from,
    to,
    histogram: viewHistogram(histogram, typeOfPart(graph, link)),
    alert: isAlarming(histogram),
  };
}

export const viewHistogram = (histogram: Histogram, type: number): HistogramView => ({
  schema: schemaOf(type),
  slots: successes(histogram),
  errors: errors(histogram),
  total: total(histogram),
  sum: histogram[SUM] ?? 0,
  max: histogram[MAX] ?? 0,
});

const successes = (histogram: Histogram): number[] => [...histogram.subarray(0, 4)];

/** Apdex as Pinpoint has it: half points and the third decimal are rounded down. 0 where nothing was called. */
export function apdex(histogram: Histogram): Apdex {
  const [satisfied = 0, tolerating = 0] = histogram;
  const calls = total(histogram);
  const points = satisfied + Math.floor(tolerating / 2);
  const score = calls === 0 ? 0 : Math.floor((points * 1000) / calls) / 1000;
  return { score, satisfied, tolerating, total: calls };
}

/** At least one call in ten failed. */
export const isAlarming = (histogram: Histogram): boolean => {
  const failed = errors(histogram);
  return failed > 0 && failed * 10 >= total(histogram);
};

function categoryOf({ code, category }: ServiceType): Category {
  if (code === serviceType.USER) return 'USER';
  if (code === serviceType.UNKNOWN || code === serviceType.UNKNOWN_GROUP || category === 'RPC') return 'UNKNOWN';
  if (category === 'HBASE') return 'DATABASE';
  if (category === 'SERVER' || category === 'DATABASE' || category === 'CACHE' || category === 'MESSAGE_BROKER') {
    return category;
  }
  return 'UNDEFINED';
}
