import { setTimeout as wait } from 'node:timers/promises';
import { getOrMake } from '../../lib/get-or-make.ts';
import { type Clock, type Millis, SECOND } from '../../lib/time.ts';
import { type Application, applicationHash, applicationKey } from '../../store/application.ts';
import { placesOf } from '../../store/scatter/dots.ts';
import type { PlacedDots, ScatterStore, Tail } from '../../store/scatter/store.ts';
import type { Received } from '../../store/span/span.ts';
import { decodeStored, type SpanStore } from '../../store/span/store.ts';
import type { TailEvent } from '../schema/search.ts';
import { Finder, type FinderSources } from './finder.ts';
import type { Query } from './language/query.ts';
import { viewed } from './lines.ts';
import { mayBeOf } from './match/application.ts';

/** Time that is given to reading what came within a second, ms: the rest is told to be left out. */
const BUDGET = SECOND / 5;

/** Spans that are shown of one second: more than that nobody reads. */
const SHOWN = 20;

export interface TailSources extends FinderSources {
  readonly spans: SpanStore;
  readonly dots: ScatterStore;
  readonly clock: Clock;
  readonly applications: () => Promise<readonly Application[]>;
}

/** What a query finds among the spans that are stored from now on: once a second, until the loop is left. */
export async function* tail(sources: TailSources, query: Query): AsyncIterable<TailEvent> {
  const follower = new Follower(sources.dots, sources.spans);
  const finder = new Finder(query, sources);
  for (;;) {
    const applications = await sources.applications();
    const { messages, unread } = await follower.came(
      applications.filter((one) => mayBeOf(query, one)),
      sources.clock(),
    );
    const found = (await finder.find(messages)).map(({ span }) => span);
    const newest = found.toSorted((a, b) => b.receivedAt - a.receivedAt).slice(0, SHOWN);
    yield { items: await viewed(newest, sources.names), found: found.length, unread };
    await wait(SECOND);
  }
}

/** Follows what is stored of applications. */
class Follower {
  readonly #dots: ScatterStore;
  readonly #spans: SpanStore;
  readonly #tails = new Map<string, Promise<Tail>>();

  constructor(dots: ScatterStore, spans: SpanStore) {
    this.#dots = dots;
    this.#spans = spans;
  }

  /** What was stored since the last call; of an application that is new here, what comes from now on. */
  async came(applications: readonly Application[], now: Millis) {
    const until = performance.now() + BUDGET;
    const messages: Received[] = [];
    let unread = 0;
    for (const application of applications) {
      const tail = await getOrMake(this.#tails, applicationKey(application), () => this.#dots.tail(application, now));
      for await (const row of this.#dots.follow(tail, now)) {
        if (performance.now() > until) unread += row.dots.time.length;
        else messages.push(...(await this.#read(application, row)));
      }
    }
    return { messages, unread };
  }

  /** The spans and span chunks of the flush that dots came with. */
  async #read(application: Application, { day, at, dots }: PlacedDots): Promise<Received[]> {
    const { slot, writer, first } = at;
    const placed = await this.#spans.chunkAt({
      application: applicationHash(application),
      day,
      slot,
      writer,
      number: first,
    });
    if (placed === undefined) return [];
    const from = first - placed.place.first;
    const messages: Received[] = [];
    for (const { place, message } of placed.chunk.placed()) {
      if (place < from || place >= from + placesOf(dots)) continue;
      const received = decodeStored(message, application);
      if (received !== undefined) messages.push(received);
    }
    return messages;
  }
}
