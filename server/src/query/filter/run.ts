import { getOrMake } from '../../lib/get-or-make.ts';
import type { Millis } from '../../lib/time.ts';
import { type Application, applicationKey } from '../../store/application.ts';
import { Recount } from '../../store/map/recount.ts';
import type { Received, Span } from '../../store/span/span.ts';
import type { SpanStore } from '../../store/span/store.ts';
import { scanTraces } from '../scan/scan.ts';
import type { FilterProgress } from '../schema/filter.ts';
import { type LinkFilter, traceMatches } from './match.ts';

/** Spans of matching transactions that are kept for the chart and the list. */
const KEPT_LIMIT = 200_000;

export interface RunOptions {
  readonly applications: readonly Application[];
  readonly from: Millis;
  readonly to: Millis;
  readonly filters: readonly LinkFilter[];
}

/** The transactions of a range that match filters: found once, newest first, while all who ask read what is there. */
export class FilterRun {
  readonly counts = new Recount();
  readonly #options: RunOptions;
  readonly #spans = new Map<string, Received<Span>[]>();
  readonly #stop = new AbortController();
  #progress: FilterProgress;
  #kept = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#progress = { share: 0, reached: options.to, spans: 0, traces: 0, matched: 0, end: 'running' };
  }

  get progress(): FilterProgress {
    return this.#progress;
  }

  /** Spans of an application found so far, without the calls inside them; newest first but for a few. */
  spansOf(application: Application): readonly Received<Span>[] {
    return this.#spans.get(applicationKey(application)) ?? [];
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Scans until the end, a limit, or `stop`. */
  async scan(store: SpanStore): Promise<void> {
    const { applications, from, to, filters } = this.#options;
    let { traces: seen, matched } = this.#progress;
    for await (const batch of scanTraces(store, { applications, from, to, signal: this.#stop.signal })) {
      for (const { parts } of batch.traces) {
        seen++;
        if (!traceMatches(filters, parts)) continue;
        matched++;
        this.counts.add(parts, from, to);
        for (const part of parts) this.#keep(part);
      }
      const { share, reached, spans, end } = batch;
      const full = this.#kept >= KEPT_LIMIT;
      this.#progress = { share, reached, spans, traces: seen, matched, end: end ?? (full ? 'spans' : 'running') };
      if (full) break;
    }
  }

  #keep(received: Received): void {
    const { agent, receivedAt, message } = received;
    const { from, to } = this.#options;
    if (message.kind !== 'span' || receivedAt < from || receivedAt >= to) return;
    this.#kept++;
    const thrown = message.exception ?? message.events.find(({ exception }) => exception !== undefined)?.exception;
    const bare: Span = { ...message, exception: thrown, events: [], annotations: [], attributes: [] };
    getOrMake(this.#spans, applicationKey(agent.application), newList).push({ agent, receivedAt, message: bare });
  }
}

const newList = (): Received<Span>[] => [];
