import type { Kv } from '../../kv/kv.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { add, emptyHistogram, type Histogram, total } from '../../lib/histogram.ts';
import { Sketch } from '../../lib/sketch.ts';
import { HOUR, type Millis } from '../../lib/time.ts';
import { type Agent, type Application, applicationHash, applicationKey } from '../application.ts';
import { decodeMinute, decodeSketches } from './codec.ts';
import type { MapStretch, Series } from './map.ts';
import { countedRows } from './rows.ts';

/** Quantiles of one application over a stretch: of its responses and of its links. */
export interface Sketches {
  readonly responses: Sketch;
  readonly out: readonly LinkSketch[];
  readonly in: readonly LinkSketch[];
}

export interface LinkSketch {
  readonly peer: Application;
  readonly sketch: Sketch;
}

export class MapStore {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /**
   * The minutes from `from` to before `to`, added up in slots of `width` ms that begin at multiples of it.
   * Children whose agents do not say their parent's service file its hosts under the service '': ask for both.
   */
  async stretch(application: Application, from: Millis, to: Millis, width: number): Promise<MapStretch> {
    const sum = new Sum(application);
    for await (const { at, value } of countedRows(this.#kv, 'map', applicationHash(application), { from, to }, width)) {
      sum.slot = Math.floor(at / width) * width;
      decodeMinute(value, sum);
    }
    return sum.stretch();
  }

  async sketches(application: Application, from: Millis, to: Millis): Promise<Sketches> {
    const responses = new Sketch();
    const links = { out: new Map<string, LinkSketch>(), in: new Map<string, LinkSketch>() };
    for await (const { value } of countedRows(this.#kv, 'sketch', applicationHash(application), { from, to }, HOUR)) {
      decodeSketches(
        value,
        responses,
        (direction, peer) =>
          getOrMake(links[direction], applicationKey(peer), () => ({ peer, sketch: new Sketch() })).sketch,
      );
    }
    return { responses, out: [...links.out.values()], in: [...links.in.values()] };
  }
}

interface LinkSum {
  readonly peer: Application;
  readonly endPoint: string;
  readonly series: Series;
}

/** Adds up the rows of an application. */
class Sum {
  slot = 0;
  readonly #application: Application;
  readonly #responses: Series = new Map();
  readonly #agents = new Map<string, { readonly agent: Agent; readonly series: Series }>();
  readonly #out = new Map<string, LinkSum>();
  readonly #in = new Map<string, LinkSum>();
  readonly #hosts = new Map<string, { readonly host: string; readonly accepting: Application }>();

  constructor(application: Application) {
    this.#application = application;
  }

  responses(histogram: Histogram): void {
    // The row of a queue or of a caller of hosts has responses of its own only where it is traced.
    if (total(histogram) > 0) this.#add(this.#responses, histogram);
  }

  agent(agentId: string, agentName: string, startTime: number, histogram: Histogram): void {
    const agent = { application: this.#application, agentId, agentName, startTime };
    this.#add(
      getOrMake(this.#agents, `${agentId}^${startTime}`, () => ({ agent, series: new Map() })).series,
      histogram,
    );
  }

  out(peer: Application, endPoint: string, histogram: Histogram): void {
    const key = `${applicationKey(peer)}^${endPoint}`;
    this.#add(getOrMake(this.#out, key, () => ({ peer, endPoint, series: new Map() })).series, histogram);
  }

  in(peer: Application, histogram: Histogram): void {
    const link = getOrMake(this.#in, applicationKey(peer), () => ({ peer, endPoint: '', series: new Map() }));
    this.#add(link.series, histogram);
  }

  host(host: string, accepting: Application): void {
    getOrMake(this.#hosts, `${host}^${applicationKey(accepting)}`, () => ({ host, accepting }));
  }

  stretch(): MapStretch {
    return {
      responses: sorted(this.#responses),
      agents: [...this.#agents.values()].map(({ agent, series }) => ({ agent, series: sorted(series) })),
      out: [...this.#out.values()].map((link) => ({ ...link, series: sorted(link.series) })),
      in: [...this.#in.values()].map((link) => ({ ...link, series: sorted(link.series) })),
      hosts: [...this.#hosts.values()],
    };
  }

  #add(series: Series, histogram: Histogram): void {
    add(getOrMake(series, this.slot, emptyHistogram), histogram);
  }
}

const sorted = (series: Series): Series => new Map([...series].sort(([a], [b]) => a - b));
