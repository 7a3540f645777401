/**
 * Says what a caller writes, given what the callers before it in the same round will have written; undefined if it
 * writes nothing after all.
 */
export type Decide<Change> = (
  staged: readonly Change[],
) => readonly Change[] | undefined | Promise<readonly Change[] | undefined>;

interface Job<Change> {
  readonly decide: Decide<Change>;
  readonly resolve: (wrote: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One durable write for all who ask while the one before is running: an fsync costs the same for one as for many.
 * Jobs take effect in the order in which they came, and those of a round are written, or fail, together.
 */
export class GroupCommit<Change> {
  readonly #persist: (changes: readonly Change[]) => Promise<void>;
  #waiting: Job<Change>[] = [];
  #running = false;

  constructor(persist: (changes: readonly Change[]) => Promise<void>) {
    this.#persist = persist;
  }

  /** Resolves when durable, to whether there was anything to write. */
  run(decide: Decide<Change>): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    this.#waiting.push({ decide, resolve, reject });
    if (!this.#running) void this.#rounds();
    return promise;
  }

  async #rounds(): Promise<void> {
    this.#running = true;
    // Let those in who ask in the same turn.
    await undefined;
    while (this.#waiting.length > 0) {
      const round = this.#waiting;
      this.#waiting = [];
      await this.#round(round);
    }
    this.#running = false;
  }

  async #round(jobs: readonly Job<Change>[]): Promise<void> {
    const staged: Change[] = [];
    const decided: { job: Job<Change>; wrote: boolean }[] = [];
    for (const job of jobs) {
      try {
        const changes = await job.decide(staged);
        for (const change of changes ?? []) staged.push(change);
        decided.push({ job, wrote: changes !== undefined });
      } catch (error) {
        job.reject(error);
      }
    }
    try {
      if (staged.length > 0) await this.#persist(staged);
      for (const { job, wrote } of decided) job.resolve(wrote);
    } catch (error) {
      for (const { job } of decided) job.reject(error);
    }
  }
}
