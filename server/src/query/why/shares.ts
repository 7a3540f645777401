import { applicationKey } from '../../store/application.ts';
import type { WhyDimension } from '../schema/why.ts';
import type { Counted, Counts } from './count.ts';
import type { Having } from './having.ts';
import type { Named } from './named.ts';
import { falseShares, fisher, leastDifference, type Share, withinGroups } from './significance.ts';
import { dimensions } from './value.ts';

/** What more of the selected have than of the others. */
export interface ShareFinding {
  readonly counted: Counted;
  readonly least: number;
  readonly falseShare: number;
  /** Places of what goes along with it. */
  readonly also: readonly number[];
}

/** Selected transactions that a value must have to be looked at. */
export const SUPPORT = 5;

/** Of a hundred findings at most one is false. */
export const FALSE_SHARE = 0.01;

/** A difference that is certain but smaller than this explains nothing. */
const LEAST = 0.05;

/** Every way through the code has methods of its own: only those that nearly all of the selected go say something. */
const LEAST_OF_METHODS = 0.3;

/** Values that are compared with each other; findings; and what goes along with one. */
const CANDIDATES = 60;
const FINDINGS = 8;
const ALSO = 5;

/** Values are explained by another if within its groups so little of their difference is left. */
const EXPLAINED = 0.3;

export const shareOf = ({ having, count }: { having: number; count: number }): Share => ({ having, total: count });

/**
 * The values that are more frequent among the selected, most telling first: by what the difference is at least. What
 * is no more frequent there among transactions that have (and among those that lack) a finding before it, goes along
 * with that one: an agent's host, an endpoint's statement.
 */
export function findShares(
  counts: Counts,
  names: readonly Named[],
  center: string,
  isGiven: (dimension: WhyDimension) => boolean,
  having: (places: readonly number[]) => Having,
): { readonly findings: readonly ShareFinding[]; readonly tested: number } {
  const tested = counts.values.filter(
    ({ place, selected }) => selected.having >= SUPPORT && !isGiven(names[place]?.dimension ?? 'agent'),
  );
  const p = tested.map(({ selected, elsewhere }) => fisher(shareOf(selected), shareOf(elsewhere)));
  const wrong = falseShares(p, tested.length);
  const rank = ({ place }: Counted): number => {
    const name = names[place];
    if (name === undefined) return dimensions.length;
    // What an application says of itself is nearer than what those say that it calls.
    return dimensions.indexOf(name.dimension) + (applicationKey(name.application) === center ? 0 : 0.5);
  };
  const candidates = tested
    .map((counted, at) => ({
      counted,
      falseShare: wrong[at] ?? 1,
      least: leastDifference(shareOf(counted.selected), shareOf(counted.elsewhere)),
    }))
    .filter(({ counted, least, falseShare }) => {
      const isMethod = names[counted.place]?.dimension === 'method';
      return falseShare <= FALSE_SHARE && least >= (isMethod ? LEAST_OF_METHODS : LEAST);
    })
    // Differences that are nearly the same are one: what says more then stands first.
    .sort(
      (a, b) =>
        Math.round(b.least * 20) - Math.round(a.least * 20) || rank(a.counted) - rank(b.counted) || b.least - a.least,
    )
    .slice(0, CANDIDATES);
  const sets = having(candidates.map(({ counted }) => counted.place));
  const findings: (ShareFinding & { readonly also: number[] })[] = [];
  for (const candidate of candidates) {
    const { counted, least } = candidate;
    const leader = findings.find((one) => explains(one.counted, counted, least, sets));
    if (leader === undefined) {
      if (findings.length < FINDINGS) findings.push({ ...candidate, also: [] });
    } else if (leader.also.length < ALSO) leader.also.push(counted.place);
  }
  return { findings, tested: tested.length };
}

/** Whether a value is more frequent among the selected for no other reason than that the leader is. */
function explains(leader: Counted, value: Counted, least: number, sets: Having): boolean {
  const both = sets.both(leader.place, value.place);
  const share = (having: number, total: number): Share => ({ having, total });
  const within = withinGroups([
    {
      here: share(both.selected, leader.selected.having),
      there: share(both.elsewhere, leader.elsewhere.having),
    },
    {
      here: share(value.selected.having - both.selected, leader.selected.count - leader.selected.having),
      there: share(value.elsewhere.having - both.elsewhere, leader.elsewhere.count - leader.elsewhere.having),
    },
  ]);
  return within.p > FALSE_SHARE || within.by < least * EXPLAINED;
}
