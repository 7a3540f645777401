import type { Bytes } from '../lib/bytes.ts';

const FIRST_PLACES = 1024;

/** A set of hashes of which 8 bytes are kept: two words in a table of twice as many places or more. */
export class Fingerprints {
  #words = new Uint32Array(2 * FIRST_PLACES);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** `hash`: at least 8 bytes that are as good as random. */
  add(hash: Bytes): void {
    if (this.#size * 4 > this.#words.length) this.#grow();
    this.#put(wordAt(hash, 0), wordAt(hash, 4) || 1);
  }

  has(hash: Bytes): boolean {
    const high = wordAt(hash, 0);
    const low = wordAt(hash, 4) || 1;
    const at = this.#place(high, low);
    return this.#words[at + 1] !== 0;
  }

  #put(high: number, low: number): void {
    const at = this.#place(high, low);
    if (this.#words[at + 1] !== 0) return;
    this.#words[at] = high;
    this.#words[at + 1] = low;
    this.#size++;
  }

  /** Where this hash stands, or would. The second word of a free place is 0, which no hash has. */
  #place(high: number, low: number): number {
    const words = this.#words;
    const last = words.length - 2;
    let at = (high << 1) & last;
    while (words[at + 1] !== 0 && (words[at] !== high || words[at + 1] !== low)) at = (at + 2) & last;
    return at;
  }

  #grow(): void {
    const before = this.#words;
    this.#words = new Uint32Array(before.length * 2);
    this.#size = 0;
    for (let at = 0; at < before.length; at += 2) {
      const low = before[at + 1] as number;
      if (low !== 0) this.#put(before[at] as number, low);
    }
  }
}

const wordAt = (hash: Bytes, at: number): number =>
  (((hash[at] as number) << 24) |
    ((hash[at + 1] as number) << 16) |
    ((hash[at + 2] as number) << 8) |
    (hash[at + 3] as number)) >>>
  0;
