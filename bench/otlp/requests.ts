import { createHash } from 'node:crypto';
import { ProtoWriter } from '../generate/proto-writer.ts';
import { roster } from '../generate/roster.ts';
import { resourceOf, writeSpan } from './span.ts';
import { OtlpTraffic } from './traffic.ts';

/** Spans of a request: what SDKs send at once. */
const BATCH = 512;

/** Traces begin so many a second. */
const TRACES_A_SECOND = 5_000;

export interface Requests {
  readonly spans: number;
  /** Spans that are hops, which the scatter shows. */
  readonly hops: number;
  /** Of all spans. */
  readonly bytes: number;
  /** gRPC messages in the order in which they are full, each with its process. */
  readonly all: readonly { readonly place: number; readonly spans: number; readonly body: Buffer }[];
}

/** Makes at least `spans` spans from `at` (ms since 1970) on, in requests of 512 from each process. */
export function makeRequests(seed: number, spans: number, at: number): Requests {
  const gathered = roster.map(() => ({ spans: 0, to: new ProtoWriter(256 * 1024) }));
  const all: { place: number; spans: number; body: Buffer }[] = [];
  let [made, hops, bytes] = [0, 0, 0];
  const close = (place: number): void => {
    const open = gathered[place];
    if (open === undefined || open.spans === 0) return;
    all.push({ place, spans: open.spans, body: requestOf(place, open.to.written) });
    open.spans = 0;
    open.to.clear();
  };
  const traffic = new OtlpTraffic(seed, (place, span) => {
    const open = gathered[place];
    if (open === undefined) return;
    const before = open.to.written.length;
    writeSpan(open.to, span);
    bytes += open.to.written.length - before;
    made++;
    if (span.kind === 2 || span.kind === 5) hops++;
    if (++open.spans === BATCH) close(place);
  });
  for (let traces = 0; made < spans; traces++) traffic.trace(at + (traces * 1000) / TRACES_A_SECOND);
  for (const place of roster.keys()) close(place);
  return { spans: made, hops, bytes, all };
}

/** An ExportTraceServiceRequest behind the head of a gRPC message. */
function requestOf(place: number, spans: Uint8Array): Buffer {
  const agent = roster[place];
  if (agent === undefined) throw new RangeError('no such agent');
  const to = new ProtoWriter(spans.length + 4096);
  const resource = to.enter(1);
  to.bytes(1, resourceOf(agent.application.name, instanceOf(agent.agentId)));
  const scoped = to.enter(2);
  to.bytes(1, scopeBytes);
  to.raw(spans);
  to.leave(scoped);
  to.leave(resource);
  const body = Buffer.allocUnsafe(5 + to.written.length);
  body.writeUInt8(0, 0);
  body.writeUInt32BE(to.written.length, 1);
  body.set(to.written, 5);
  return body;
}

const scopeBytes = new ProtoWriter().string(1, 'io.opentelemetry.spring-webmvc-6.0').string(2, '2.10.0-alpha').written;

/** An id as SDKs make them up: a UUID. */
function instanceOf(agentId: string): string {
  const digits = createHash('sha1').update(agentId).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
