import type { Counted, Counts } from './count.ts';
import type { Named } from './named.ts';
import { FALSE_SHARE, SUPPORT } from './shares.ts';
import { falseShares, welch } from './significance.ts';
import { places } from './value.ts';

/** A place where the selected spend more time than the others. */
export interface TimeFinding {
  readonly counted: Counted;
  /** Of the extra time, 0 … 1. */
  readonly share: number;
  readonly falseShare: number;
}

/** A smaller share of the extra time explains nothing. */
const LEAST = 0.05;
const FINDINGS = 8;

/**
 * Where the extra time of the selected goes: its parts are the times spent in each statement, call and method and in
 * nothing below, which sum to the whole. None where the selected are not slower by more than chance.
 */
export function findTimes(
  counts: Counts,
  names: readonly Named[],
): { readonly findings: readonly TimeFinding[]; readonly tested: number } {
  const extra = welch(counts.selected, counts.elsewhere);
  if (extra.by <= 0 || extra.p > FALSE_SHARE) return { findings: [], tested: 0 };
  const tested = counts.values.filter(({ place, selected }) => {
    const dimension = names[place]?.dimension;
    return dimension !== undefined && places.has(dimension) && selected.having >= SUPPORT;
  });
  const differences = tested.map(({ selected, elsewhere }) => welch(selected, elsewhere));
  const wrong = falseShares(
    differences.map(({ p }) => p),
    tested.length,
  );
  const findings = tested
    .map((counted, at) => ({
      counted,
      share: Math.min(1, (differences[at]?.by ?? 0) / extra.by),
      falseShare: wrong[at] ?? 1,
    }))
    .filter(({ share, falseShare }) => share >= LEAST && falseShare <= FALSE_SHARE)
    .sort((a, b) => b.share - a.share)
    .slice(0, FINDINGS);
  return { findings, tested: tested.length };
}
