import { setTimeout as wait } from 'node:timers/promises';
import { Lru } from '../../lib/lru.ts';
import type { SpanStore } from '../../store/span/store.ts';
import { FilterRun, type RunOptions } from './run.ts';

/** Results that are kept for those who ask for more of them. */
const RUNS = 4;

/** How long the first answer waits for something to show, ms. */
const FIRST = 400;

interface Kept {
  readonly shape: string;
  readonly run: Promise<FilterRun>;
}

/** The latest filtered results: a map, its panels, dots and list are read from one scan. */
export class FilterRuns {
  readonly #runs = new Lru<string, Kept>(RUNS);
  #latest: FilterRun | undefined;

  /**
   * The run that `key` names; begun with `options` if there is none, or none of this `shape` (how far the map reaches).
   * One scan at a time: a new one ends the one before.
   */
  of(key: string, shape: string | undefined, spans: SpanStore, options: () => Promise<RunOptions>): Promise<FilterRun> {
    const known = this.#runs.get(key);
    if (known !== undefined && (shape === undefined || shape === known.shape)) return known.run;
    const run = this.#begin(spans, options);
    this.#runs.set(key, { shape: shape ?? '', run });
    run.catch(() => this.#runs.delete(key));
    return run;
  }

  /** Ends the scan of a run; what it has found stays. */
  async stop(key: string): Promise<void> {
    (await this.#runs.get(key)?.run)?.stop();
  }

  async #begin(spans: SpanStore, options: () => Promise<RunOptions>): Promise<FilterRun> {
    const run = new FilterRun(await options());
    this.#latest?.stop();
    this.#latest = run;
    const scan = run.scan(spans);
    await Promise.race([scan, wait(FIRST)]);
    // A scan that fails later has said all it found; the next to ask begins anew.
    scan.catch(() => run.stop());
    return run;
  }
}
