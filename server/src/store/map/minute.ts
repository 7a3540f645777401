import { getOrMake } from '../../lib/get-or-make.ts';
import { count, emptyHistogram, type Histogram, schemaOf } from '../../lib/histogram.ts';
import { Sketch } from '../../lib/sketch.ts';
import type { Agent, Application } from '../application.ts';

/** Calls of one end of a link. */
export class LinkCount {
  readonly endPoints = new Map<string, Histogram>();
  readonly sketch = new Sketch();
}

/** Distinct ends and end points of links in a minute of an application: a row stays far below the 8 MiB of a value. */
const ENTRY_LIMIT = 20_000;

/** What a hostile agent's further names are counted under. */
const OTHER = '(other)';

/** Everything one application's spans said about the map in one minute, still counting. */
export class Minute {
  readonly responses = emptyHistogram();
  readonly responseSketch = new Sketch();
  readonly agents = new Map<Agent, Histogram>();
  readonly out = new Map<Application, LinkCount>();
  readonly in = new Map<Application, LinkCount>();
  readonly hosts = new Map<string, Set<Application>>();
  #entries = 0;

  response(agent: Agent, application: Application, elapsed: number, failed: boolean): void {
    const schema = schemaOf(application.type);
    count(this.responses, schema, elapsed, failed);
    count(getOrMake(this.agents, agent, emptyHistogram), schema, elapsed, failed);
    this.responseSketch.add(elapsed);
  }

  /** A call to `callee` at `endPoint`; slots are those of the callee's type. */
  callOut(callee: Application, endPoint: string, elapsed: number, failed: boolean): void {
    const link = this.#link(this.out, callee);
    count(this.#entry(link.endPoints, endPoint, OTHER, emptyHistogram), schemaOf(callee.type), elapsed, failed);
    link.sketch.add(elapsed);
  }

  /** A call from `caller`; slots are those of `self`, which answers. */
  callIn(caller: Application, self: Application, elapsed: number, failed: boolean): void {
    const link = this.#link(this.in, caller);
    count(getOrMake(link.endPoints, '', emptyHistogram), schemaOf(self.type), elapsed, failed);
    link.sketch.add(elapsed);
  }

  accept(host: string, accepting: Application): void {
    this.#entry(this.hosts, host, OTHER, newSet).add(accepting);
  }

  #link(links: Map<Application, LinkCount>, peer: Application): LinkCount {
    return this.#entry(links, peer, otherOf(peer.type), newLink);
  }

  /** The entry of `key`, or of `other` once the minute holds too many. */
  #entry<K, V>(map: Map<K, V>, key: K, other: K, make: () => V): V {
    if (map.has(key)) return getOrMake(map, key, make);
    if (this.#entries >= ENTRY_LIMIT) return getOrMake(map, other, make);
    this.#entries++;
    return getOrMake(map, key, make);
  }
}

const others = new Map<number, Application>();
const otherOf = (type: number): Application => getOrMake(others, type, () => ({ service: '', name: OTHER, type }));

const newLink = (): LinkCount => new LinkCount();
const newSet = (): Set<Application> => new Set();
