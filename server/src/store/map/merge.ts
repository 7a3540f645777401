import { VALUE_LIMIT } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { add, emptyHistogram, type Histogram } from '../../lib/histogram.ts';
import { Sketch } from '../../lib/sketch.ts';
import type { Writer } from '../../lib/writer.ts';
import { type Application, applicationKey } from '../application.ts';
import { decodeMinute, decodeSketches, type MinuteSink, mergedRow, putApplication, putHistogram } from './codec.ts';
import { Names } from './names.ts';

/** Distinct agents, ends, end points and hosts of a merged row; what goes beyond is counted as one other of its kind. */
const ENTRY_LIMIT = 20_000;

/** Makes one row of many. `covers`: see codec.ts. */
export type Merge = (values: readonly Bytes[], covers: number) => Bytes;

/** Counts of several rows added up, in an order that depends on nothing but what was counted. */
export const mergeMinutes: Merge = (values, covers) =>
  within(VALUE_LIMIT, (limit) => {
    const sum = new MinuteSum(limit);
    const names = new Names();
    for (const value of values) decodeMinute(value, sum, names);
    return sum.encode(mergedRow(covers));
  });

/** Sketches of several rows added up. */
export const mergeSketches: Merge = (values, covers) =>
  within(VALUE_LIMIT, (limit) => {
    const entries = new Entries(limit);
    const responses = new Sketch();
    const links = { out: new Map<string, LinkSketch>(), in: new Map<string, LinkSketch>() };
    for (const value of values) {
      decodeSketches(value, responses, (direction, peer) => entries.of(links[direction], peer, newSketch).sketch);
    }
    const to = mergedRow(covers);
    responses.encode(to);
    for (const direction of ['out', 'in'] as const) {
      putSorted(to, links[direction], ({ peer, sketch }) => {
        putApplication(to, peer);
        sketch.encode(to);
      });
    }
    return to.take();
  });

/** A row of one part as it may be stored: one that hostile names made too large is merged with nothing, which shortens it. */
export const storable = (row: Bytes, merge: Merge): Bytes => (row.length <= VALUE_LIMIT ? row : merge([row], 0));

/** Hostile names can be long as well as many: then fewer of them are kept apart. */
function within(size: number, encode: (limit: number) => Bytes): Bytes {
  for (let limit = ENTRY_LIMIT; ; limit = Math.floor(limit / 4)) {
    const value = encode(limit);
    if (value.length <= size || limit === 0) return value;
  }
}

interface LinkSketch {
  readonly peer: Application;
  readonly sketch: Sketch;
}

interface AgentSum {
  readonly agentId: string;
  readonly agentName: string;
  readonly startTime: number;
  readonly histogram: Histogram;
}

interface InSum {
  readonly peer: Application;
  readonly histogram: Histogram;
}

interface OutSum {
  readonly peer: Application;
  readonly endPoints: Map<string, { readonly endPoint: string; readonly histogram: Histogram }>;
}

interface HostSum {
  readonly host: string;
  readonly accepting: Map<string, Application>;
}

const OTHER = '(other)';

const newSketch = (peer: Application): LinkSketch => ({ peer, sketch: new Sketch() });
const newIn = (peer: Application): InSum => ({ peer, histogram: emptyHistogram() });
const newOut = (peer: Application): OutSum => ({ peer, endPoints: new Map() });
const newEndPoint = (endPoint: string) => () => ({ endPoint, histogram: emptyHistogram() });
const newHost = (host: string) => (): HostSum => ({ host, accepting: new Map() });
const newAgent = (agentId: string, agentName: string, startTime: number) => (): AgentSum => ({
  agentId,
  agentName,
  startTime,
  histogram: emptyHistogram(),
});

/** Hands out entries of maps until there are too many in all; then those of a few others. */
class Entries {
  #left: number;

  constructor(limit: number) {
    this.#left = limit;
  }

  get<V>(map: Map<string, V>, key: string, make: () => V, other: string, makeOther: () => V): V {
    const known = map.get(key);
    if (known !== undefined) return known;
    if (this.#left === 0) return getOrMake(map, other, makeOther);
    this.#left--;
    return getOrMake(map, key, make);
  }

  of<V>(map: Map<string, V>, peer: Application, make: (peer: Application) => V): V {
    const other = { service: '', name: OTHER, type: peer.type };
    return this.get(
      map,
      applicationKey(peer),
      () => make(peer),
      applicationKey(other),
      () => make(other),
    );
  }
}

class MinuteSum implements MinuteSink {
  readonly #entries: Entries;
  readonly #responses = emptyHistogram();
  readonly #agents = new Map<string, AgentSum>();
  readonly #out = new Map<string, OutSum>();
  readonly #in = new Map<string, InSum>();
  readonly #hosts = new Map<string, HostSum>();

  constructor(limit: number) {
    this.#entries = new Entries(limit);
  }

  responses(histogram: Histogram): void {
    add(this.#responses, histogram);
  }

  agent(agentId: string, agentName: string, startTime: number, histogram: Histogram): void {
    const make = newAgent(agentId, agentName, startTime);
    const key = `${agentId}^${startTime}`;
    add(this.#entries.get(this.#agents, key, make, OTHER, newAgent(OTHER, OTHER, 0)).histogram, histogram);
  }

  out(callee: Application, endPoint: string, histogram: Histogram): void {
    const { endPoints } = this.#entries.of(this.#out, callee, newOut);
    const make = newEndPoint(endPoint);
    add(this.#entries.get(endPoints, endPoint, make, OTHER, newEndPoint(OTHER)).histogram, histogram);
  }

  in(caller: Application, histogram: Histogram): void {
    add(this.#entries.of(this.#in, caller, newIn).histogram, histogram);
  }

  host(host: string, accepting: Application): void {
    const entry = this.#entries.get(this.#hosts, host, newHost(host), OTHER, newHost(OTHER));
    this.#entries.of(entry.accepting, accepting, (application) => application);
  }

  encode(to: Writer): Bytes {
    putHistogram(to, this.#responses);
    putSorted(to, this.#agents, ({ agentId, agentName, startTime, histogram }) => {
      to.string(agentId).string(agentName).varint(startTime);
      putHistogram(to, histogram);
    });
    putSorted(to, this.#out, ({ peer, endPoints }) => {
      putApplication(to, peer);
      putSorted(to, endPoints, ({ endPoint, histogram }) => putHistogram(to.string(endPoint), histogram));
    });
    putSorted(to, this.#in, ({ peer, histogram }) => {
      putApplication(to, peer);
      putHistogram(to, histogram);
    });
    putSorted(to, this.#hosts, ({ host, accepting }) => {
      to.string(host);
      putSorted(to, accepting, (application) => putApplication(to, application));
    });
    return to.take();
  }
}

/** Writes the entries of a map behind their number. The order makes equal sums equal bytes. */
function putSorted<V>(to: Writer, map: ReadonlyMap<string, V>, put: (value: V) => void): void {
  to.varint(map.size);
  for (const key of [...map.keys()].sort()) {
    const value = map.get(key);
    if (value !== undefined) put(value);
  }
}
