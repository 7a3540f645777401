/**
 * Chance that can be repeated: one seed, one sequence. The generator is mulberry32 (T. Ettinger, public domain),
 * which is fast enough not to be seen beside the encoding of a span.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 32 random bits, unsigned. */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    return this.word() / 0x1_0000_0000;
  }

  /** A whole number below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A whole number below `count`, small ones far more often: what is popular is asked for most. */
  popular(count: number): number {
    return Math.floor(count * this.next() ** 3);
  }

  chance(share: number): boolean {
    return share >= 1 || this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  /** One of a list, each as likely as its weight says. */
  weighted<T extends { readonly weight: number }>(list: readonly T[]): T {
    let left = this.next() * list.reduce((sum, { weight }) => sum + weight, 0);
    for (const item of list) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return this.pick(list);
  }

  /** Whole ms about `median`, log-normal: never below 0, with a long tail to the right. */
  latency(median: number, spread = 0.6): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.round(median * Math.exp(spread * normal));
  }
}
