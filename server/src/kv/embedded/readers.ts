/** Those who read at one time, and those who come after them. */
interface Generation {
  inside: number;
  readonly empty: PromiseWithResolvers<void>;
  closed: boolean;
}

const newGeneration = (): Generation => ({ inside: 0, empty: Promise.withResolvers(), closed: false });

/** Knows when nobody is left of those who read at some moment: they may hold places that are no longer in the index. */
export class Readers {
  #now = newGeneration();
  #before: Promise<void> = Promise.resolve();

  /** Says that somebody begins to read; returns how to say that they are done, once. */
  enter(): () => void {
    const mine = this.#now;
    mine.inside++;
    return () => {
      if (--mine.inside === 0 && mine.closed) mine.empty.resolve();
    };
  }

  /** Resolves when all who are inside now have left. */
  left(): Promise<void> {
    const old = this.#now;
    this.#now = newGeneration();
    old.closed = true;
    if (old.inside === 0) old.empty.resolve();
    const before = this.#before;
    this.#before = before.then(() => old.empty.promise);
    return this.#before;
  }
}
