import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/**
 * Quantiles of response times within 1 % of the true value: counts in logarithmic bins, the mapping of DDSketch
 * (Masson, Rim, Lee: DDSketch, VLDB 2019) for whole milliseconds, 0 having a bin of its own. Sketches add up.
 */
export class Sketch {
  #bins = new Uint32Array(64);

  add(elapsed: number, times = 1): void {
    const bin = binOf(elapsed);
    if (bin >= this.#bins.length) this.#grow(bin + 1);
    this.#bins[bin] = (this.#bins[bin] as number) + times;
  }

  merge(other: Sketch): void {
    if (other.#bins.length > this.#bins.length) this.#grow(other.#bins.length);
    for (let bin = 0; bin < other.#bins.length; bin++) {
      this.#bins[bin] = (this.#bins[bin] as number) + (other.#bins[bin] as number);
    }
  }

  get count(): number {
    return this.#bins.reduce((sum, count) => sum + count, 0);
  }

  /** The response time in ms below which the share `quantile` (0 … 1) lies; undefined when nothing was counted. */
  quantile(quantile: number): number | undefined {
    const total = this.count;
    if (total === 0) return undefined;
    let rank = Math.max(1, Math.ceil(quantile * total));
    for (let bin = 0; bin < this.#bins.length; bin++) {
      rank -= this.#bins[bin] as number;
      if (rank <= 0) return middleOf(bin);
    }
    return undefined;
  }

  /** `[pairs:varint] { [bins skipped:varint][count:varint] }`: only bins that hold something. */
  encode(to: Writer): void {
    to.varint(this.#bins.reduce((pairs, count) => pairs + (count > 0 ? 1 : 0), 0));
    let last = 0;
    for (let bin = 0; bin < this.#bins.length; bin++) {
      const count = this.#bins[bin] as number;
      if (count === 0) continue;
      to.varint(bin - last).varint(count);
      last = bin;
    }
  }

  /** Adds an encoded sketch to this one. */
  decode(from: Reader): void {
    let bin = 0;
    for (let pairs = from.varint(); pairs > 0; pairs--) {
      bin = Math.min(bin + from.varint(), LAST_BIN);
      const count = from.varint();
      if (bin >= this.#bins.length) this.#grow(bin + 1);
      this.#bins[bin] = (this.#bins[bin] as number) + count;
    }
  }

  #grow(needed: number): void {
    const larger = new Uint32Array(Math.min(LAST_BIN + 1, Math.max(needed, this.#bins.length * 2)));
    larger.set(this.#bins);
    this.#bins = larger;
  }
}

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);

/** Elapsed is a 32-bit number of ms: the last bin holds 2^31. */
const LAST_BIN = 1 + Math.ceil(Math.log(2 ** 31) / LOG_GAMMA);

const computed = (elapsed: number): number => 1 + Math.ceil(Math.log(elapsed) / LOG_GAMMA);

/** Most calls are shorter than a few seconds: their bins are looked up. */
const near = Uint16Array.from({ length: 8192 }, (_, elapsed) => (elapsed === 0 ? 0 : computed(elapsed)));

function binOf(elapsed: number): number {
  if (elapsed < near.length) return elapsed <= 0 ? 0 : (near[elapsed] as number);
  return Math.min(computed(elapsed), LAST_BIN);
}

/** The value whose relative distance to both ends of the bin is the same. */
const middleOf = (bin: number): number => (bin === 0 ? 0 : Math.round((2 * GAMMA ** (bin - 1)) / (GAMMA + 1)));
