import type { Facts } from './facts.ts';
import type { Names } from './named.ts';
import type { Sums } from './significance.ts';

/** What one side has of a value. */
export interface Had extends Sums {
  /** Transactions that have it; `count` is all transactions of the side, `sum` and `squares` are of ms. */
  readonly having: number;
  readonly calls: number;
}

/** One value on both sides. */
export interface Counted {
  /** Place among the names. */
  readonly place: number;
  readonly selected: Had;
  readonly elsewhere: Had;
}

export interface Counts {
  readonly values: readonly Counted[];
  /** Of whole transactions. */
  readonly selected: Sums;
  readonly elsewhere: Sums;
}

const COLUMNS = 4;

/** Adds up every value on both sides; one pass over all entries. */
export function count(facts: Facts, { all, of }: Names): Counts {
  // For each value and side: having, sum, squares, calls.
  const sums = new Float64Array(all.length * 2 * COLUMNS);
  const totals = [new Float64Array(3), new Float64Array(3)] as const;
  const rows = new Int32Array(all.length).fill(-1);
  const times = new Float64Array(all.length);
  const touched: number[] = [];
  for (let row = 0; row < facts.rows; row++) {
    const side = facts.isSelected(row) ? 0 : 1;
    touched.length = 0;
    // Two agents' numbers of one name are one value of the row.
    facts.each(row, (value, ms, calls) => {
      const place = of[value] as number;
      if (rows[place] !== row) {
        rows[place] = row;
        times[place] = 0;
        touched.push(place);
      }
      times[place] = (times[place] as number) + ms;
      const at = (place * 2 + side) * COLUMNS;
      sums[at + 3] = (sums[at + 3] as number) + calls;
    });
    for (const place of touched) {
      const at = (place * 2 + side) * COLUMNS;
      const ms = times[place] as number;
      sums[at] = (sums[at] as number) + 1;
      sums[at + 1] = (sums[at + 1] as number) + ms;
      sums[at + 2] = (sums[at + 2] as number) + ms * ms;
    }
    const total = totals[side];
    const elapsed = facts.transactions[row]?.elapsed ?? 0;
    total[0] = (total[0] as number) + 1;
    total[1] = (total[1] as number) + elapsed;
    total[2] = (total[2] as number) + elapsed * elapsed;
  }
  const sideOf = (side: 0 | 1): Sums => ({
    count: totals[side][0] as number,
    sum: totals[side][1] as number,
    squares: totals[side][2] as number,
  });
  const [selected, elsewhere] = [sideOf(0), sideOf(1)];
  const had = (place: number, side: 0 | 1): Had => {
    const at = (place * 2 + side) * COLUMNS;
    return {
      having: sums[at] as number,
      sum: sums[at + 1] as number,
      squares: sums[at + 2] as number,
      calls: sums[at + 3] as number,
      count: (side === 0 ? selected : elsewhere).count,
    };
  };
  return {
    selected,
    elsewhere,
    values: all.map((_, place) => ({ place, selected: had(place, 0), elsewhere: had(place, 1) })),
  };
}
