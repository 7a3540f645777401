/** Where something stands in the order of a search: the newest first, then by a text of its own. */
export interface Standing {
  /** ms since 1970 */
  readonly at: number;
  readonly tie: string;
}

export const cursorOf = ({ at, tie }: Standing): string => `${at}.${tie}`;

/** The place that a cursor names; undefined where it is none. */
export function readCursor(cursor: string): Standing | undefined {
  const [, at, tie] = /^(\d{1,15})\.([0-9a-f.]{1,80})$/.exec(cursor) ?? [];
  return at === undefined || tie === undefined ? undefined : { at: Number(at), tie };
}

interface Item<T> extends Standing {
  readonly value: T;
}

/** Keeps the newest of what is added, up to a limit, and of that only what stands behind a cursor. */
export class Newest<T> {
  readonly #limit: number;
  readonly #after: Standing | undefined;
  #items: Item<T>[] = [];
  #full = false;

  constructor(limit: number, after: Standing | undefined) {
    this.#limit = limit;
    this.#after = after;
  }

  add(standing: Standing, value: T): void {
    if (this.#after !== undefined && newestFirst(this.#after, standing) >= 0) return;
    this.#items.push({ ...standing, value });
    // Sorting now and then is cheaper than keeping it sorted.
    if (this.#items.length >= 2 * this.#limit + 64) this.#cut();
  }

  /** What was kept, newest first, and where to go on if the limit was reached. */
  take(): { readonly items: readonly T[]; readonly cursor: Standing | undefined } {
    this.#cut();
    const last = this.#items.at(-1);
    const full = this.#full || this.#items.length === this.#limit;
    return { items: this.#items.map(({ value }) => value), cursor: full ? last : undefined };
  }

  #cut(): void {
    this.#items.sort(newestFirst);
    if (this.#items.length > this.#limit) this.#full = true;
    this.#items = this.#items.slice(0, this.#limit);
  }
}

const newestFirst = (a: Standing, b: Standing): number => b.at - a.at || (a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0);
