import type { Bytes } from '../../lib/bytes.ts';
import { emptyHistogram, type Histogram, SIZE } from '../../lib/histogram.ts';
import type { Reader } from '../../lib/reader.ts';
import type { Sketch } from '../../lib/sketch.ts';
import type { Writer } from '../../lib/writer.ts';
import type { Application } from '../application.ts';
import { openValue, versioned } from '../value.ts';
import type { Minute } from './minute.ts';
import type { Names } from './names.ts';

/**
 * A map row; every list is behind its length, an application is [service][name][type, signed]:
 *
 *     [version:1] responses
 *     agents { [agentId][agentName][startTime:varint] histogram }
 *     out    { application, { [end point] histogram } }
 *     in     { application, histogram }
 *     hosts  { [host] { application } }
 *
 * A histogram is a bit set of its columns that are not 0, and those columns. A sketch row is
 *
 *     [version:1] responses, out { application, sketch }, in { application, sketch }
 *
 * Rows of version 2 were merged: behind the version stands [covers:varint], the part before which no other row of the
 * same minute and writer says anything new; 0 in a roll-up.
 */
const VERSION = 1;
const MERGED = 2;

/** Begins a merged row. */
export const mergedRow = (covers: number): Writer => versioned(MERGED, 4096).varint(covers);

function openRow(value: Bytes): Reader {
  const from = openValue(value, MERGED);
  if (value[0] === MERGED) from.varint();
  return from;
}

/** The part before which this row says everything of its minute and writer; 0 if it is one part only. */
export const coversOf = (value: Bytes): number => (value[0] === MERGED ? openValue(value, MERGED).varint() : 0);

export function encodeMinute(minute: Minute): Bytes {
  const to = versioned(VERSION, 1024);
  putHistogram(to, minute.responses);
  to.varint(minute.agents.size);
  for (const [agent, histogram] of minute.agents) {
    to.string(agent.agentId).string(agent.agentName).varint(agent.startTime);
    putHistogram(to, histogram);
  }
  to.varint(minute.out.size);
  for (const [callee, link] of minute.out) {
    putApplication(to, callee);
    to.varint(link.endPoints.size);
    for (const [endPoint, histogram] of link.endPoints) putHistogram(to.string(endPoint), histogram);
  }
  to.varint(minute.in.size);
  for (const [caller, link] of minute.in) {
    putApplication(to, caller);
    putHistogram(to, link.endPoints.get('') ?? emptyHistogram());
  }
  to.varint(minute.hosts.size);
  for (const [host, accepting] of minute.hosts) {
    to.string(host).varint(accepting.size);
    for (const application of accepting) putApplication(to, application);
  }
  return to.take();
}

/** What a row is read into: called for each thing that the row says. */
export interface MinuteSink {
  responses(histogram: Histogram): void;
  agent(agentId: string, agentName: string, startTime: number, histogram: Histogram): void;
  out(callee: Application, endPoint: string, histogram: Histogram): void;
  in(caller: Application, histogram: Histogram): void;
  host(host: string, accepting: Application): void;
}

/** Reads a row. With `names`, which belong to rows of one application, a histogram is good until its call returns. */
export function decodeMinute(value: Bytes, sink: MinuteSink, names?: Names): void {
  const from = openRow(value);
  const text = () => names?.text(from, value) ?? from.string();
  const application = () => names?.application(from, value, getApplication) ?? getApplication(from);
  const histogram = () => getHistogram(from, names?.histogram ?? emptyHistogram());
  sink.responses(histogram());
  for (let left = from.varint(); left > 0; left--) sink.agent(text(), text(), from.varint(), histogram());
  for (let left = from.varint(); left > 0; left--) {
    const callee = application();
    for (let points = from.varint(); points > 0; points--) sink.out(callee, text(), histogram());
  }
  for (let left = from.varint(); left > 0; left--) sink.in(application(), histogram());
  for (let left = from.varint(); left > 0; left--) {
    const host = text();
    for (let accepting = from.varint(); accepting > 0; accepting--) sink.host(host, application());
  }
}

export function encodeSketches(minute: Minute): Bytes {
  const to = versioned(VERSION, 1024);
  minute.responseSketch.encode(to);
  for (const links of [minute.out, minute.in]) {
    to.varint(links.size);
    for (const [peer, link] of links) {
      putApplication(to, peer);
      link.sketch.encode(to);
    }
  }
  return to.take();
}

/** Adds a sketch row to what was read before; `link` finds the sketch to add to. */
export function decodeSketches(
  value: Bytes,
  responses: Sketch,
  link: (direction: 'out' | 'in', peer: Application) => Sketch,
): void {
  const from = openRow(value);
  responses.decode(from);
  for (const direction of ['out', 'in'] as const) {
    for (let left = from.varint(); left > 0; left--) link(direction, getApplication(from)).decode(from);
  }
}

export function putHistogram(to: Writer, histogram: Histogram): void {
  let columns = 0;
  for (let column = 0; column < SIZE; column++) if (histogram[column] !== 0) columns |= 1 << column;
  to.u16(columns);
  for (const value of histogram) if (value !== 0) to.varint(value);
}

function getHistogram(from: Reader, into: Histogram): Histogram {
  const columns = from.u16();
  for (let column = 0; column < SIZE; column++) into[column] = columns & (1 << column) ? from.varint() : 0;
  return into;
}

export const putApplication = (to: Writer, { service, name, type }: Application): void => {
  to.string(service).string(name).signed(type);
};

const getApplication = (from: Reader): Application => ({
  service: from.string(),
  name: from.string(),
  type: from.signed(),
});
