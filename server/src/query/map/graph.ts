import type { Histogram } from '../../lib/histogram.ts';
import { typeOf } from '../../lib/service-type.ts';
import type { Application } from '../../store/application.ts';
import type { Series } from '../../store/map/map.ts';

/** A server map with all that its panel may be asked for. Links and nodes are in the order in which they were found. */
export interface MapGraph {
  /** Key of the application that was asked for; its node is always there. */
  readonly center: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly links: ReadonlyMap<string, GraphLink>;
}

export interface GraphNode {
  readonly key: string;
  readonly application: Application;
  readonly series: Series;
  /** Agents of an application; addresses of anything else. */
  readonly members: readonly Member[];
  /** Agents that run, or addresses; 0 where nothing is known of either. */
  readonly instances: number;
}

export interface GraphLink {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly series: Series;
  /** The addresses that were called, where the caller told them. */
  readonly members: readonly Member[];
}

/** A part of a node or link. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly histogram: Histogram;
}

/** `service^name^TYPE`. TYPE is what is shown, so that the types of one product (connect, query) are one node. */
export const nodeKey = ({ service, name, type }: Application): string =>
  `${service}^${name}^${typeOf(type).description}`;

export const linkKey = (from: string, to: string): string => `${from}~${to}`;
