import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import type { Millis } from '../../lib/time.ts';
import type { Sender } from '../span/chunk.ts';
import { openValue, versioned } from '../value.ts';

/**
 * The dots of one flush as columns, each packed by itself:
 *
 *     [version:1][base: ms:6][agents:varint] { [agentId][agentName][startTime:varint] } [count:varint]
 *     { received − the dot before, ms, signed } { elapsed, ms } { agent · 2 + failed } { place − the dot before }
 *
 * place: the number of the dot's span, less the first of the key.
 */
const VERSION = 1;

/** Collects dots in columns and encodes them. */
export class DotsBuilder {
  readonly #base: Millis;
  readonly #agents = new Map<Sender, number>();
  readonly #times: number[] = [];
  readonly #elapsed: number[] = [];
  readonly #marks: number[] = [];
  readonly #places: number[] = [];

  constructor(base: Millis) {
    this.#base = base;
  }

  get count(): number {
    return this.#times.length;
  }

  add(sender: Sender, receivedAt: Millis, elapsed: number, failed: boolean, place: number): void {
    let agent = this.#agents.get(sender);
    if (agent === undefined) {
      agent = this.#agents.size;
      this.#agents.set(sender, agent);
    }
    this.#times.push(receivedAt - this.#base);
    this.#elapsed.push(Math.max(0, elapsed));
    this.#marks.push(agent * 2 + (failed ? 1 : 0));
    this.#places.push(place);
  }

  encode(): Bytes {
    const out = versioned(VERSION, 64 + this.count * 8)
      .u48(this.#base)
      .varint(this.#agents.size);
    for (const { agentId, agentName, startTime } of this.#agents.keys()) {
      out.string(agentId).string(agentName).varint(startTime);
    }
    out.varint(this.count);
    let last = 0;
    for (const time of this.#times) {
      out.signed(time - last);
      last = time;
    }
    for (const elapsed of this.#elapsed) out.varint(elapsed);
    for (const mark of this.#marks) out.varint(mark);
    last = 0;
    for (const place of this.#places) {
      out.varint(place - last);
      last = place;
    }
    return out.take();
  }
}

/** Dots as columns of equal length. */
export interface Dots {
  /** Received, ms since 1970. */
  readonly time: Float64Array;
  /** ms */
  readonly elapsed: Uint32Array;
  /** Index into `agents`. */
  readonly agent: Uint32Array;
  /** 1: failed. */
  readonly failed: Uint8Array;
  /** Number of the dot's span, less the first of the key. */
  readonly place: Uint32Array;
  readonly agents: readonly Sender[];
}

export function decodeDots(value: Bytes): Dots {
  const from = openValue(value, VERSION);
  const base = from.u48();
  const agents: Sender[] = [];
  for (let left = from.varint(); left > 0; left--) {
    agents.push({ agentId: from.string(), agentName: from.string(), startTime: from.varint() });
  }
  const count = from.varint();
  if (count > value.length) throw new Failure('STORE_DAMAGED', 'count of dots');
  const dots = {
    time: new Float64Array(count),
    elapsed: new Uint32Array(count),
    agent: new Uint32Array(count),
    failed: new Uint8Array(count),
    place: new Uint32Array(count),
    agents,
  };
  let last: number = base;
  for (let at = 0; at < count; at++) dots.time[at] = last += from.signed();
  for (let at = 0; at < count; at++) dots.elapsed[at] = from.varint();
  for (let at = 0; at < count; at++) {
    const mark = from.varint();
    dots.agent[at] = mark >>> 1;
    dots.failed[at] = mark & 1;
  }
  last = 0;
  for (let at = 0; at < count; at++) dots.place[at] = last += from.varint();
  return dots;
}

/** How many numbers of spans a row stands for: those behind the first, up to its last dot. */
export const placesOf = ({ place }: Dots): number => (place.at(-1) ?? -1) + 1;
