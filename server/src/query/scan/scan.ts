import { setImmediate as breathe } from 'node:timers/promises';
import { getOrMake } from '../../lib/get-or-make.ts';
import { MINUTE, type Millis, millis, SECOND, SLOT } from '../../lib/time.ts';
import { type Agent, type Application, applicationKey } from '../../store/application.ts';
import { type StoredMessage, senderKey } from '../../store/span/chunk.ts';
import { decodeMessage } from '../../store/span/decode.ts';
import type { SpanStore } from '../../store/span/store.ts';
import type { ChunkStream } from '../../store/span/streams.ts';
import { unlessDamaged } from '../../store/value.ts';
import { Join, type ScannedTrace } from './join.ts';

/** What a scan may cost; it ends with what it has when one of them is reached. */
export interface ScanLimits {
  /** Raw bytes of chunks that are opened. */
  readonly bytes: number;
  /** Messages that are decoded. */
  readonly spans: number;
  /** ms, by the clock on the wall. */
  readonly time: number;
}

export const SCAN_LIMITS: ScanLimits = { bytes: 4 * 1024 ** 3, spans: 5_000_000, time: 60 * SECOND };

export interface ScanOptions {
  /** Applications whose spans are read. Parts of a trace in other applications are not seen. */
  readonly applications: readonly Application[];
  /** Receive times, end excluded. */
  readonly from: Millis;
  readonly to: Millis;
  /** Ends the scan with what it has. */
  readonly signal?: AbortSignal | undefined;
  readonly limits?: ScanLimits | undefined;
}

export interface ScanBatch {
  /** Traces of which a part was received in the range, each once; may be empty. */
  readonly traces: readonly ScannedTrace[];
  /** Everything received from here on is read; the share of the range that this is, 0 … 1. */
  readonly reached: Millis;
  readonly share: number;
  /** Messages and raw bytes read so far. */
  readonly spans: number;
  readonly bytes: number;
  /** Set in the last batch: why there is no more. */
  readonly end?: ScanEnd;
}

export type ScanEnd = 'complete' | 'stopped' | keyof ScanLimits;

/** Parts of a trace are looked for so long after and before the range. */
const AHEAD = 10 * SECOND;
const BEHIND = 10 * MINUTE;

/** ms of work after which others may use the thread, and after which a batch is handed out. */
const TURN = 10;
const BATCH = 50;

/**
 * Reads the spans of several applications over a range once, newest first, and hands them out joined by trace id:
 * whole traces, as soon as what was received before cannot belong to them. Costs one pass over the chunks of the
 * range (and a few around it), never a look-up of a single trace.
 *
 * The chunks of all (application, slot, writer) streams are read in step, always the stream that stands latest; a trace
 * is done when every stream has been read down to where the trace began. Parts received outside of the range are among
 * a trace's parts (they tell who called whom): whoever counts must look at `receivedAt`. The same agent is the same
 * object in all parts. What is damaged is left out.
 */
export async function* scanTraces(store: SpanStore, options: ScanOptions): AsyncGenerator<ScanBatch, void> {
  const scan = new Scan(options);
  const last = Math.floor((options.from - BEHIND) / SLOT) * SLOT;
  for (let slot = Math.floor((options.to + AHEAD) / SLOT) * SLOT; slot >= last && !scan.isOver; slot -= SLOT) {
    yield* scan.slot(store, millis(slot));
  }
  yield scan.last();
}

/** A stream and the receive time down to which it has been read. */
interface Reading {
  readonly application: Application;
  readonly stream: ChunkStream;
  at: number;
}

class Scan {
  readonly #options: ScanOptions;
  readonly #limits: ScanLimits;
  readonly #applications: readonly Application[];
  readonly #join: Join;
  readonly #agents = new Map<string, Agent>();
  readonly #began = performance.now();
  #turn = performance.now();
  #batch = performance.now();
  #reached: number;
  #spans = 0;
  #bytes = 0;
  #end: ScanEnd | undefined;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#limits = options.limits ?? SCAN_LIMITS;
    this.#applications = [...new Map(options.applications.map((one) => [applicationKey(one), one])).values()];
    this.#join = new Join(options.from, options.to);
    this.#reached = options.to;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  async *slot(store: SpanStore, slot: Millis): AsyncGenerator<ScanBatch, void> {
    const opened = this.#applications.map(async (application) =>
      (await store.streams(application, slot)).map((stream): Reading => ({ application, stream, at: slot + SLOT })),
    );
    const readings = new Set((await Promise.all(opened)).flat());
    try {
      for (let next = latest(readings); next !== undefined && !this.isOver; next = latest(readings)) {
        const { value: chunk } = await next.stream.next();
        if (chunk === undefined) readings.delete(next);
        else {
          if (chunk.from < this.#options.to + AHEAD) {
            this.#bytes += chunk.size;
            for (const message of chunk.messages()) {
              this.#take(next.application, message);
              if (performance.now() - this.#turn > TURN) await this.#pause();
              if (this.isOver) break;
            }
          }
          next.at = Math.min(next.at, chunk.from);
        }
        this.#reached = Math.min(this.#reached, latest(readings)?.at ?? slot);
        this.#end ??= this.#reason();
        if (performance.now() - this.#batch > BATCH) yield this.#hand();
      }
    } finally {
      await Promise.all([...readings].map(({ stream }) => stream.return()));
    }
    this.#reached = Math.min(this.#reached, slot);
    this.#end ??= this.#reason();
  }

  /** What is left, also of traces that are not known to be whole. */
  last(): ScanBatch {
    const end = this.#end ?? 'complete';
    const { traces, ...batch } = this.#hand();
    return { ...batch, traces: [...traces, ...this.#join.rest(end === 'complete')], end };
  }

  #take(application: Application, { sender, receivedAt, bytes }: StoredMessage): void {
    if (receivedAt >= this.#options.to + AHEAD) return;
    const agent = getOrMake(this.#agents, `${applicationKey(application)} ${senderKey(sender)}`, () => ({
      application,
      ...sender,
    }));
    const received = unlessDamaged(() => decodeMessage(bytes, agent, receivedAt));
    if (received === undefined) return;
    this.#spans++;
    this.#join.add(received);
  }

  async #pause(): Promise<void> {
    await breathe();
    this.#turn = performance.now();
    this.#end ??= this.#reason();
  }

  /** Why to end here, if so. */
  #reason(): ScanEnd | undefined {
    const { from, signal } = this.#options;
    if (signal?.aborted === true) return 'stopped';
    if (this.#bytes >= this.#limits.bytes) return 'bytes';
    if (this.#spans >= this.#limits.spans) return 'spans';
    if (performance.now() - this.#began >= this.#limits.time) return 'time';
    return this.#reached <= from && this.#join.isDone(this.#reached) ? 'complete' : undefined;
  }

  #hand(): ScanBatch {
    this.#batch = performance.now();
    const { from, to } = this.#options;
    const reached = millis(Math.max(from, Math.min(this.#reached, to)));
    return {
      traces: this.#join.done(this.#reached),
      reached,
      share: (to - reached) / Math.max(to - from, 1),
      spans: this.#spans,
      bytes: this.#bytes,
    };
  }
}

function latest(readings: Iterable<Reading>): Reading | undefined {
  let found: Reading | undefined;
  for (const reading of readings) if (found === undefined || reading.at > found.at) found = reading;
  return found;
}
