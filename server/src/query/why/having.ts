import type { Facts } from './facts.ts';
import type { Names } from './named.ts';

/** Which transactions have which of some values. */
export class Having {
  readonly #sets = new Map<number, Uint32Array>();
  readonly #selected: Uint32Array;

  constructor(facts: Facts, { of }: Names, places: readonly number[]) {
    const words = Math.ceil(facts.rows / 32);
    this.#selected = new Uint32Array(words);
    for (const place of places) this.#sets.set(place, new Uint32Array(words));
    for (let row = 0; row < facts.rows; row++) {
      if (facts.isSelected(row)) mark(this.#selected, row);
      facts.each(row, (value) => {
        const set = this.#sets.get(of[value] as number);
        if (set !== undefined) mark(set, row);
      });
    }
  }

  /** How many on each side have both. */
  both(a: number, b: number): { readonly selected: number; readonly elsewhere: number } {
    const [one, other] = [this.#sets.get(a), this.#sets.get(b)];
    let [selected, elsewhere] = [0, 0];
    if (one === undefined || other === undefined) return { selected, elsewhere };
    for (let at = 0; at < one.length; at++) {
      const word = (one[at] as number) & (other[at] as number);
      if (word === 0) continue;
      const here = word & (this.#selected[at] as number);
      selected += bits(here);
      elsewhere += bits(word ^ here);
    }
    return { selected, elsewhere };
  }
}

function mark(set: Uint32Array, row: number): void {
  set[row >>> 5] = (set[row >>> 5] as number) | (1 << (row & 31));
}

function bits(word: number): number {
  let n = word - ((word >>> 1) & 0x5555_5555);
  n = (n & 0x3333_3333) + ((n >>> 2) & 0x3333_3333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
