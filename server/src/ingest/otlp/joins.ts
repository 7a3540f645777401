/** Spans that a table holds; when it is three quarters full, the table before it is forgotten. */
const CAPACITY = 1 << 18;

/** How long a span is remembered at the least, unless more came than a table holds; ms. Exporters send every 5 s. */
const PATIENCE = 60_000;

/** What is remembered with a span's ids: a number of the caller's choice, and two more. */
export interface Remembered {
  who: number;
  first: number;
  second: number;
}

/**
 * Remembers spans by (trace, id), each four words, for about a minute: a call and the hop it leads to come apart, in
 * any order, from two agents. Open addressing in columns, two generations: a span costs no object.
 */
export class SpanMemory {
  #young = new Table(CAPACITY);
  #old = new Table(CAPACITY);
  #since = 0;

  add(now: number, a: number, b: number, c: number, d: number, who: number, first: number, second: number): void {
    if (this.#young.full || now - this.#since > PATIENCE || now < this.#since) this.#turn(now);
    this.#young.add(a, b, c, d, who, first, second);
  }

  /** The span of these ids, the youngest first; `out` is filled. */
  find(a: number, b: number, c: number, d: number, out: Remembered): boolean {
    return this.#young.find(a, b, c, d, out, false) || this.#old.find(a, b, c, d, out, false);
  }

  /** The same, and forgets it. */
  take(a: number, b: number, c: number, d: number, out: Remembered): boolean {
    return this.#young.find(a, b, c, d, out, true) || this.#old.find(a, b, c, d, out, true);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #turn(now: number): void {
    const forgotten = this.#old;
    forgotten.clear();
    this.#old = this.#young;
    this.#young = forgotten;
    this.#since = now;
  }
}

const WIDTH = 7;

/** `who` of a place whose span was taken. */
const TAKEN = 0xffff_ffff;

/** Rows of four words of ids, `who` + 1 (0: free) and two numbers. Made when the first span comes. */
class Table {
  readonly #mask: number;
  #rows = new Uint32Array(0);
  #count = 0;

  constructor(capacity: number) {
    this.#mask = capacity - 1;
  }

  get full(): boolean {
    return this.#count * 4 >= this.#mask * 3;
  }

  clear(): void {
    if (this.#count > 0) this.#rows.fill(0);
    this.#count = 0;
  }

  add(a: number, b: number, c: number, d: number, who: number, first: number, second: number): void {
    if (this.#rows.length === 0) this.#rows = new Uint32Array((this.#mask + 1) * WIDTH);
    const rows = this.#rows;
    let at = this.#start(b, d);
    while (rows[at + 4] !== 0) at = this.#next(at);
    rows[at] = a;
    rows[at + 1] = b;
    rows[at + 2] = c;
    rows[at + 3] = d;
    rows[at + 4] = who + 1;
    rows[at + 5] = first;
    rows[at + 6] = second;
    this.#count++;
  }

  find(a: number, b: number, c: number, d: number, out: Remembered, take: boolean): boolean {
    if (this.#count === 0) return false;
    const rows = this.#rows;
    for (let at = this.#start(b, d); rows[at + 4] !== 0; at = this.#next(at)) {
      if (rows[at + 4] === TAKEN || rows[at + 3] !== d >>> 0 || rows[at + 2] !== c >>> 0) continue;
      if (rows[at + 1] !== b >>> 0 || rows[at] !== a >>> 0) continue;
      out.who = (rows[at + 4] as number) - 1;
      out.first = rows[at + 5] as number;
      out.second = rows[at + 6] as number;
      if (take) rows[at + 4] = TAKEN;
      return true;
    }
    return false;
  }

  /** Trace hashes are well mixed; ids are random, or counted by those who save themselves the trouble. */
  #start(trace: number, id: number): number {
    return ((trace ^ Math.imul(id, 0x9e3779b1)) & this.#mask) * WIDTH;
  }

  #next(at: number): number {
    const next = at + WIDTH;
    return next === this.#rows.length ? 0 : next;
  }
}
