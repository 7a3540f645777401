import type { Kv, Op } from '../kv/kv.ts';
import { type Bytes, hex } from '../lib/bytes.ts';
import { Failure } from '../lib/failure.ts';
import { getOrMake } from '../lib/get-or-make.ts';
import type { Interner } from '../lib/interner.ts';
import { type Day, dayOf, type Millis, millis, SLOT, slotOf } from '../lib/time.ts';
import { type Agent, applicationHash } from './application.ts';
import type { Arrival } from './health/lag.ts';
import { MapWriter } from './map/writer.ts';
import { DotsBuilder } from './scatter/dots.ts';
import { scatterTable } from './scatter/keys.ts';
import { DirtyMarks } from './settle/dirty-marks.ts';
import { ChunkBuilder } from './span/chunk.ts';
import { SpanCounter } from './span/counts.ts';
import type { SpanFacts } from './span/facts.ts';
import { chunkSort, hashPartition, hourPartition, spanTable, traceSort, traceTable } from './span/keys.ts';
import { TracePlaces } from './span/trace-places.ts';
import type { WriterId } from './writer-id.ts';

/** How long a flush gathers: short while a caller waits for its answer, longer when nobody does. */
const WAITED_FOR = 50;
const UNWAITED = 250;

/** Raw bytes that a flush gathers before it is written at once. */
const FLUSH_SIZE = 4 * 1024 * 1024;

/** Raw bytes after which a chunk is closed: with one more message (4 MiB) it still fits into a value. */
const CHUNK_SIZE = 2 * 1024 * 1024;

/** What a message counts for at the least: its places and its dot cost memory however short it is. */
const LEAST_SIZE = 128;

/** Rows that one trace may have in a flush. */
const TRACE_PARTS = 4096;

/** How long to wait before a flush that the storage refused is written again. */
const RETRY = 1_000;

type Flushed = (arrivals: readonly Arrival[], ms: number) => void;

/** The spans of one application in one slot that are flushed together. */
interface Part {
  readonly application: Bytes;
  /** When its slot began, and which of the day's it is. */
  readonly from: Millis;
  readonly slot: number;
  readonly first: number;
  readonly chunk: ChunkBuilder;
  /** The first span of each agent. */
  readonly arrivals: Arrival[];
  readonly dots: DotsBuilder;
  readonly traces: TracePlaces;
}

/** An application that sends spans. */
interface Source {
  readonly hash: Bytes;
  /** Number of its next span; only ever grows. */
  next: number;
  /** The part that grows, of the slot that runs. */
  part: Part | undefined;
}

/**
 * Takes spans and writes them: chunk, trace, scatter, map and sketch rows of the same spans in one durable batch,
 * so that counts equal spans. One flush is written at a time while the next one gathers. A batch that the storage
 * refuses is written again until it succeeds; meanwhile the bytes that wait grow, and `waiting` tells callers to stop.
 */
export class SpanWriter implements AsyncDisposable {
  readonly #kv: Kv;
  readonly #writer: WriterId;
  readonly #flushed: Flushed;
  readonly #map: MapWriter;
  readonly #dirty: DirtyMarks;
  readonly #counter: SpanCounter;
  /** By the hash of the application, and by agent and type, which are at hand for each span. Agents come and go. */
  readonly #sources = new Map<string, Source>();
  readonly #sourceOf = new WeakMap<Agent, Map<number, Source>>();
  #parts: Part[] = [];
  #traces = new Map<Day, TracePlaces>();
  #attached: Op[] = [];
  #size = 0;
  #flushes = 0;
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;
  #cutting = false;
  #next = Promise.withResolvers<void>();
  #writing: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #closed = false;

  /** `flushed` is told of each flush that became durable: its agents' first spans, and how many ms it was written. */
  constructor(kv: Kv, writer: WriterId, flushed: Flushed = () => undefined) {
    this.#kv = kv;
    this.#writer = writer;
    this.#flushed = flushed;
    this.#map = new MapWriter(writer);
    this.#dirty = new DirtyMarks(writer);
    this.#counter = new SpanCounter(writer);
    ignoreRejection(this.#next.promise);
  }

  /** Where the texts of the facts are numbered; ask anew for each message. */
  get texts(): Interner {
    return this.#map.texts;
  }

  /** Raw bytes taken and not yet durable. */
  get waiting(): number {
    return this.#size + this.#inFlight;
  }

  /** Takes one message. Returns at once; `durable` tells when it is safe. */
  add(facts: SpanFacts): void {
    if (this.#closed) throw new Failure('STORE_CLOSED');
    const source = this.#source(facts.agent, facts.applicationType);
    const part = this.#part(source, facts.receivedAt);
    const place = part.chunk.count;
    const senders = part.chunk.senders;
    part.chunk.add(facts.agent, facts.receivedAt, facts.bytes, facts.from, facts.to, facts.tail);
    if (part.chunk.senders > senders) part.arrivals.push({ agent: facts.agent, receivedAt: facts.receivedAt });
    source.next = part.first + place + 1;
    part.traces.add(facts.traceHash, part.application, part.slot, part.first + place);
    if (facts.isSpan) part.dots.add(facts.agent, facts.receivedAt, facts.elapsed, facts.failed, place);
    this.#map.add(facts);
    this.#size += Math.max(facts.to - facts.from, LEAST_SIZE);
    this.#schedule(this.#size >= FLUSH_SIZE ? 0 : UNWAITED);
  }

  /** Counts a call of which caller and callee were added apart; see `MapWriter.join`. */
  join(caller: Agent, callee: Agent, host: number, elapsed: number, failed: boolean): void {
    this.#map.join(caller, callee, host, elapsed, failed);
    this.#size += LEAST_SIZE;
    this.#schedule(UNWAITED);
  }

  /** Takes a row that is to be durable together with what was added last. */
  attach(row: Op): void {
    this.#attached.push(row);
  }

  /** Resolves when everything added so far is durable. */
  durable(): Promise<void> {
    if (this.#size === 0) return this.#writing;
    this.#schedule(WAITED_FOR);
    return this.#next.promise;
  }

  /**
   * Closes the slots that ended before `before`: what still comes for them goes into rows of their own and says that
   * they are dirty. Resolves when everything taken before is durable.
   */
  close(before: Millis): Promise<void> {
    this.#map.close(before);
    this.#dirty.close(before);
    return this.durable();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#size > 0) this.#schedule(0);
    await this.durable();
    this.#closed = true;
  }

  #source(agent: Agent, type: number): Source {
    const types = getOrMake(this.#sourceOf, agent, () => new Map<number, Source>());
    return getOrMake(types, type, () => {
      const hash = applicationHash({ ...agent.application, type });
      return getOrMake(this.#sources, hex(hash), () => ({ hash, next: 0, part: undefined }));
    });
  }

  /** Where the next span of a source goes. Another slot, or a full chunk, begins another part with greater numbers. */
  #part(source: Source, at: Millis): Part {
    const { part } = source;
    if (part !== undefined && at >= part.from && at < part.from + SLOT && part.chunk.size < CHUNK_SIZE) return part;
    const next: Part = {
      application: source.hash,
      from: millis(at - (at % SLOT)),
      slot: slotOf(at),
      first: source.next,
      chunk: new ChunkBuilder(at),
      arrivals: [],
      dots: new DotsBuilder(at),
      traces: this.#tracesOf(dayOf(at)),
    };
    source.part = next;
    this.#parts.push(next);
    return next;
  }

  #tracesOf(day: Day): TracePlaces {
    return getOrMake(this.#traces, day, () => new TracePlaces());
  }

  #schedule(delay: number): void {
    const due = performance.now() + delay;
    if (this.#cutting || due >= this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#cut(), delay);
  }

  /** Writes what has been gathered, once the flush before it is done; until then it goes on gathering. */
  #cut(): void {
    this.#due = Number.POSITIVE_INFINITY;
    this.#cutting = true;
    this.#writing = this.#writing.then(() => this.#write());
    ignoreRejection(this.#writing);
  }

  async #write(): Promise<void> {
    this.#cutting = false;
    if (this.#size === 0) return;
    const parts = this.#parts;
    const traces = this.#traces;
    const attached = this.#attached;
    const done = this.#next;
    this.#inFlight = this.#size;
    this.#parts = [];
    for (const source of this.#sources.values()) source.part = undefined;
    this.#traces = new Map();
    this.#attached = [];
    this.#size = 0;
    this.#next = Promise.withResolvers();
    ignoreRejection(this.#next.promise);
    const map = this.#map.take();
    const flush = this.#flushes++;
    const began = performance.now();
    try {
      const rows = parts.flatMap((part) => this.#rows(part));
      const places = [...traces].flatMap(([day, of]) => this.#traceRows(of, day, flush));
      const dirty = this.#dirty.of([...rows, ...map]);
      const counts = this.#counter.rows(parts.map(({ from, dots }) => [dayOf(from), dots.count]));
      await this.#persist([...dirty, ...rows, ...map, ...places, ...counts, ...attached]);
      this.#flushed(
        parts.flatMap(({ arrivals }) => arrivals),
        performance.now() - began,
      );
      done.resolve();
    } catch (error) {
      done.reject(error);
      throw error;
    } finally {
      this.#inFlight = 0;
    }
  }

  #rows(part: Part): Op[] {
    const row = {
      day: dayOf(part.from),
      partition: hourPartition(part.application, part.from),
      sort: chunkSort(part.slot, this.#writer, part.first),
    };
    const ops: Op[] = [{ table: spanTable, ...row, put: part.chunk.encode() }];
    if (part.dots.count > 0) ops.push({ table: scatterTable, ...row, put: part.dots.encode() });
    return ops;
  }

  #traceRows(traces: TracePlaces, day: Day, flush: number): Op[] {
    const sorts: Bytes[] = [];
    return traces.rows().map(({ high, low, part, value }) => {
      sorts[part] ??= traceSort(this.#writer, flush * TRACE_PARTS + part);
      return { table: traceTable, day, partition: hashPartition(high, low), sort: sorts[part], put: value };
    });
  }

  async #persist(batch: readonly Op[]): Promise<void> {
    for (;;) {
      try {
        return await this.#kv.write(batch);
      } catch (error) {
        if (error instanceof Failure && error.code === 'STORE_CLOSED') throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }
}

/** Whoever awaits the promise still sees the error; a flush that nobody waits for must not end the process. */
const ignoreRejection = (promise: Promise<void>): void => void promise.catch(() => undefined);
