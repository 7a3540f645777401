import { getOrMake } from '../../../lib/get-or-make.ts';
import { Lru } from '../../../lib/lru.ts';
import { type Clock, SECOND } from '../../../lib/time.ts';
import { type Application, applicationKey } from '../../../store/application.ts';
import type { Received } from '../../../store/span/span.ts';
import { decodeStored, type SpanStore } from '../../../store/span/store.ts';
import type { NameStore } from '../../names.ts';
import { type Sample, sampleOf, type Values } from './sample.ts';

/** Chunks and messages of an application that a sample looks at: some tens of milliseconds at the most. */
const CHUNKS = 4;
const MESSAGES = 400;

/** More applications than this are not looked at for one question. */
const APPLICATIONS = 12;

/** How long a sample is good for. */
const FRESH = 20 * SECOND;

/** Knows what the newest spans of applications hold, a moment long. */
export class Sampler {
  readonly #spans: Pick<SpanStore, 'newest'>;
  readonly #names: NameStore;
  readonly #clock: Clock;
  readonly #kept = new Lru<string, { readonly at: number; readonly sample: Promise<Sample> }>(200);

  constructor(spans: Pick<SpanStore, 'newest'>, names: NameStore, clock: Clock) {
    this.#spans = spans;
    this.#names = names;
    this.#clock = clock;
  }

  /** What the newest spans of these applications hold, added up. */
  async of(applications: readonly Application[]): Promise<Sample> {
    const samples = await Promise.all(applications.slice(0, APPLICATIONS).map((one) => this.ofOne(one)));
    return { fields: added(samples.map(({ fields }) => fields)), tags: added(samples.map(({ tags }) => tags)) };
  }

  ofOne(application: Application): Promise<Sample> {
    const key = applicationKey(application);
    const now = this.#clock();
    const kept = this.#kept.get(key);
    if (kept !== undefined && now - kept.at < FRESH) return kept.sample;
    const sample = this.#take(application);
    this.#kept.set(key, { at: now, sample });
    return sample;
  }

  async #take(application: Application): Promise<Sample> {
    const messages: Received[] = [];
    for await (const { chunk } of this.#spans.newest(application, this.#clock(), CHUNKS)) {
      for (const { message } of chunk.placed()) {
        const received = decodeStored(message, application);
        if (received !== undefined) messages.push(received);
        if (messages.length >= MESSAGES) return sampleOf(messages, this.#names);
      }
    }
    return sampleOf(messages, this.#names);
  }
}

function added(all: readonly ReadonlyMap<string, Values>[]): Map<string, Map<string, number>> {
  const sum = new Map<string, Map<string, number>>();
  for (const values of all.flatMap((one) => [...one])) {
    const into = getOrMake(sum, values[0], () => new Map<string, number>());
    for (const [value, count] of values[1]) into.set(value, (into.get(value) ?? 0) + count);
  }
  return sum;
}
