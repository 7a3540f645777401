import type { Bytes } from '../../server/src/lib/bytes.ts';
import { Hop } from './hop.ts';
import { ProtoWriter } from './proto-writer.ts';
import { Random } from './random.ts';
import { AGENTS_PER_APPLICATION, placeOf, roster } from './roster.ts';
import { shop } from './shop.ts';

/**
 * Takes a PSpanMessage of an agent (its place in the roster): a span, or else a span chunk. The bytes are a view that
 * is good until it returns.
 */
export type Sink = (agent: number, isSpan: boolean, bytes: Bytes) => void;

/** What hops at one depth of a trace write into. */
export interface Desk {
  readonly events: ProtoWriter;
  readonly chunk: ProtoWriter;
  readonly message: ProtoWriter;
}

/** What one hop may use of the traffic it is part of. */
export interface Scene {
  readonly random: Random;
  readonly sink: Sink;
  deskOf(depth: number): Desk;
}

/** Traces of one agent and seed, at most: the traffic of two seeds has no trace id in common. */
const SEQUENCES = 1_000_000;

/**
 * Requests to the shop, one after the other: the same seed makes the same bytes. A callee's span is handed over before
 * its caller's, and a chunk before its span, as they end.
 */
export class Traffic implements Scene {
  readonly random: Random;
  readonly sink: Sink;
  readonly #desks: Desk[] = [];
  readonly #sequences: Uint32Array;

  constructor(seed: number, sink: Sink) {
    this.random = new Random(seed);
    this.sink = sink;
    this.#sequences = new Uint32Array(roster.length).fill(seed * SEQUENCES);
  }

  /** One request that begins at `at` (ms since 1970) and all that follows from it. Answers its trace id. */
  trace(at: number): string {
    const { random } = this;
    const place = placeOf('gateway', random.below(AGENTS_PER_APPLICATION));
    const root = roster[place];
    if (root === undefined) throw new RangeError('no such agent');
    const sequence = (this.#sequences[place] as number) + 1;
    this.#sequences[place] = sequence;
    const endpoint = random.weighted(shop.gateway.endpoints);
    new Hop(this, { root, sequence }, 0).serve({
      application: 'gateway',
      place,
      endpoint,
      start: at,
      queue: undefined,
    });
    return `${root.agentId}^${root.startTime}^${sequence}`;
  }

  deskOf(depth: number): Desk {
    let desk = this.#desks[depth];
    if (desk === undefined) {
      desk = { events: new ProtoWriter(), chunk: new ProtoWriter(), message: new ProtoWriter() };
      this.#desks[depth] = desk;
    }
    return desk;
  }
}
