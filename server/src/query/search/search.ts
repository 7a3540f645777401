import { hex } from '../../lib/bytes.ts';
import { type Day, daysOf, type Millis, millis, SECOND, SLOT } from '../../lib/time.ts';
import { type Application, applicationHash } from '../../store/application.ts';
import type { Received, Span, TraceId } from '../../store/span/span.ts';
import { decodeStored, type PlacedChunk, type SpanStore } from '../../store/span/store.ts';
import { parseTraceId } from '../../store/span/trace-id.ts';
import { Finder, type FinderSources } from './finder.ts';
import type { Query } from './language/query.ts';
import { mayBeOf } from './match/application.ts';
import { Newest, type Standing } from './newest.ts';

export interface SearchAsk<T> {
  readonly query: Query;
  /** When spans were received; `to` is exclusive. */
  readonly from: Millis;
  readonly to: Millis;
  readonly applications: readonly Application[];
  /** How many are found at the most. */
  readonly limit: number;
  /** What is kept of a span. */
  readonly view: (span: Received<Span>) => T;
  /** Where the page before ended. */
  readonly after: Standing | undefined;
}

export interface SearchSources extends FinderSources {
  readonly spans: SpanStore;
}

/** A step of a search: what it found, newest first, and how far it has come. */
export interface Step<T> {
  readonly found: readonly T[];
  /** What was received since then has been looked at. */
  readonly reached: Millis;
  /** Spans and span chunks that have been read so far. */
  readonly read: number;
  /** Where to go on once the limit is reached; undefined before, and where there is no more. */
  readonly cursor: Standing | undefined;
}

/** How often a search says how far it is, ms. */
const BEAT = SECOND / 2;

/**
 * The spans that a query finds, newest first, a slot at a time. Ends at the limit, with a cursor, or where everything
 * was looked at; leaving the loop ends it too.
 */
export async function* search<T>(sources: SearchSources, ask: SearchAsk<T>): AsyncIterable<Step<T>> {
  const { query, from, to, limit, after, view } = ask;
  const trace = traceOf(query);
  if (trace !== undefined) {
    yield await searchTrace(sources, ask, trace);
    return;
  }
  const finder = new Finder(query, sources);
  const applications = ask.applications.filter((application) => mayBeOf(query, application));
  let left = limit;
  let read = 0;
  let said = performance.now();
  for (let slot = slotBefore(Math.min(to, (after?.at ?? to) + 1)); slot + SLOT > from; slot -= SLOT) {
    const newest = new Newest<T>(left, after);
    for (const application of applications) {
      for await (const placed of sources.spans.slot(application, millis(slot))) {
        const messages = messagesOf(placed, application, from, to);
        read += messages.size;
        for (const { span, by } of await finder.find([...messages.keys()])) {
          newest.add({ at: by.receivedAt, tie: messages.get(by) ?? '' }, view(span));
        }
        if (performance.now() - said < BEAT) continue;
        said = performance.now();
        yield { found: [], reached: millis(Math.min(slot + SLOT, to)), read, cursor: undefined };
      }
    }
    const { items, cursor } = newest.take();
    left -= items.length;
    yield { found: items, reached: millis(Math.max(slot, from)), read, cursor };
    if (cursor !== undefined) return;
  }
}

/** When the last slot that begins before `end` begins. */
const slotBefore = (end: number): number => Math.floor((end - 1) / SLOT) * SLOT;

/** The messages of a chunk that were received in a stretch, each with what makes its place in the order its own. */
function messagesOf({ place, chunk }: PlacedChunk, application: Application, from: Millis, to: Millis) {
  const messages = new Map<Received, string>();
  const writer = `${hex(applicationHash(application))}.${hex(place.writer)}`;
  for (const { place: at, message } of chunk.placed()) {
    if (message.receivedAt < from || message.receivedAt >= to) continue;
    const received = decodeStored(message, application);
    // Later numbers come first, as later times do.
    const number = (0xffff_ffff_ffff - place.first - at).toString(16).padStart(12, '0');
    if (received !== undefined) messages.set(received, `${writer}.${number}`);
  }
  return messages;
}

/** The trace that a query is about, where it can find nothing else. */
function traceOf(query: Query): TraceId | undefined {
  if (query.kind === 'and') return query.parts.map(traceOf).find((id) => id !== undefined);
  const isTrace = query.kind === 'term' && query.field.kind === 'known' && query.field.name === 'trace';
  return isTrace && query.test.kind === 'is' ? parseTraceId(query.test.value) : undefined;
}

/** A trace is found by its id and not by looking at everything. It is never larger than a page. */
async function searchTrace<T>(sources: SearchSources, ask: SearchAsk<T>, id: TraceId): Promise<Step<T>> {
  const { query, from, to, limit, view } = ask;
  const days: readonly Day[] = daysOf(from, to);
  const { parts } = await sources.spans.trace(id, days);
  const inside = parts.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to);
  const found = await new Finder(query, sources).find(inside);
  const sorted = found.toSorted((a, b) => b.by.receivedAt - a.by.receivedAt).slice(0, limit);
  return { found: sorted.map(({ span }) => view(span)), reached: from, read: parts.length, cursor: undefined };
}
