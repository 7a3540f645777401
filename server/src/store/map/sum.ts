import { getOrMake } from '../../lib/get-or-make.ts';
import { add, emptyHistogram, type Histogram, total } from '../../lib/histogram.ts';
import type { Agent, Application } from '../application.ts';
import type { MinuteSink } from './codec.ts';
import type { MapStretch, Series } from './map.ts';

/**
 * Adds up the rows of an application by time slots. Applications are told apart as objects: rows must be decoded with
 * the same `Names`.
 */
export class Sum implements MinuteSink {
  /** Start of the slot that the next row belongs to. */
  slot = 0;
  readonly #application: Application;
  readonly #responses: Series = new Map();
  readonly #agents = new Map<string, Map<number, { readonly agent: Agent; readonly series: Series }>>();
  readonly #out = new Map<Application, Map<string, Series>>();
  readonly #in = new Map<Application, Series>();
  readonly #hosts = new Map<string, Set<Application>>();

  constructor(application: Application) {
    this.#application = application;
  }

  responses(histogram: Histogram): void {
    // The row of a queue or of a caller of hosts has responses of its own only where it is traced.
    if (total(histogram) > 0) this.#add(this.#responses, histogram);
  }

  agent(agentId: string, agentName: string, startTime: number, histogram: Histogram): void {
    const starts = getOrMake(this.#agents, agentId, newMap<number, { agent: Agent; series: Series }>);
    const { series } = getOrMake(starts, startTime, () => {
      const agent = { application: this.#application, agentId, agentName, startTime };
      return { agent, series: new Map() };
    });
    this.#add(series, histogram);
  }

  out(peer: Application, endPoint: string, histogram: Histogram): void {
    const endPoints = getOrMake(this.#out, peer, newMap<string, Series>);
    this.#add(getOrMake(endPoints, endPoint, newMap<number, Histogram>), histogram);
  }

  in(peer: Application, histogram: Histogram): void {
    this.#add(getOrMake(this.#in, peer, newMap<number, Histogram>), histogram);
  }

  host(host: string, accepting: Application): void {
    getOrMake(this.#hosts, host, newSet).add(accepting);
  }

  stretch(): MapStretch {
    return {
      responses: sorted(this.#responses),
      agents: [...this.#agents.values()].flatMap((starts) =>
        [...starts.values()].map(({ agent, series }) => ({ agent, series: sorted(series) })),
      ),
      out: [...this.#out].flatMap(([peer, endPoints]) =>
        [...endPoints].map(([endPoint, series]) => ({ peer, endPoint, series: sorted(series) })),
      ),
      in: [...this.#in].map(([peer, series]) => ({ peer, endPoint: '', series: sorted(series) })),
      hosts: [...this.#hosts].flatMap(([host, all]) => [...all].map((accepting) => ({ host, accepting }))),
    };
  }

  #add(series: Series, histogram: Histogram): void {
    add(getOrMake(series, this.slot, emptyHistogram), histogram);
  }
}

const newMap = <K, V>(): Map<K, V> => new Map<K, V>();
const newSet = (): Set<Application> => new Set();

const sorted = (series: Series): Series => new Map([...series].sort(([a], [b]) => a - b));
