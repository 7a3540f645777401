/**
 * Chance that can be repeated: the same seed gives the same sequence. The generator is mulberry32 (T. Ettinger, public
 * domain): small, fast, and good enough for a simulation; never for secrets.
 */
export class Random {
  #state: number;

  constructor(seed: number | string) {
    this.#state = typeof seed === 'number' ? seed | 0 : hashText(seed);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let word = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True this often: 0 never, 1 always. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.next() * list.length)];
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

  /** Whole ms about `median` as latencies are: never below 0, with a long tail to the right (log-normal). */
  latency(median: number, spread = 0.45): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.round(median * Math.exp(spread * normal));
  }

  /** Time to the next of events that come independently of each other, `perSecond` on average, in ms. */
  gap(perSecond: number): number {
    return (-Math.log(1 - this.next()) / perSecond) * 1000;
  }

  /** A span id of so many bits, above 0 where the bits leave no room for a sign. */
  spanId(bits: 31 | 53 | 64): bigint {
    const high = BigInt(Math.floor(this.next() * 4_294_967_296));
    const low = BigInt(Math.floor(this.next() * 4_294_967_294) + 1);
    const id = BigInt.asUintN(bits, (high << 32n) | low);
    return bits === 64 ? avoidNone(BigInt.asIntN(64, id)) : avoidNone(id);
  }

  /** Letters and digits as base64url has them. */
  text(length: number): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return Array.from({ length }, () => alphabet[Math.floor(this.next() * 64)]).join('');
  }
}

/** 0 and -1 mean "none" on the wire. */
const avoidNone = (id: bigint): bigint => (id === 0n || id === -1n ? 1n : id);

/** FNV-1a. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
