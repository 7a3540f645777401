/** Tests that tell a cause from chance. All are one-sided: is it more here than there? */

/** Of `total` things `having` have the property. */
export interface Share {
  readonly having: number;
  readonly total: number;
}

/**
 * Fisher's exact test: how likely so many or more of the `here` have a property that is as frequent there as here,
 * by the upper tail of the hypergeometric distribution. Costs at most as many steps as `here` has members.
 */
export function fisher(here: Share, there: Share): number {
  const all = here.total + there.total;
  const having = here.having + there.having;
  const most = Math.min(having, here.total);
  let term = Math.exp(
    lnChoose(having, here.having) + lnChoose(all - having, here.total - here.having) - lnChoose(all, here.total),
  );
  let sum = 0;
  for (let k = here.having; k <= most; k++) {
    sum += term;
    if (term < sum * 1e-16) break;
    term *= ((having - k) * (here.total - k)) / ((k + 1) * (all - having - here.total + k + 1));
  }
  return Math.min(1, sum);
}

const lnChoose = (n: number, k: number): number => lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);

/** Stirling's series, exact to 1e-12 where it is used. */
function lnFactorial(n: number): number {
  if (n < small.length) return small[n] ?? 0;
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

const small: number[] = [0];
for (let n = 1; n < 256; n++) small.push((small[n - 1] ?? 0) + Math.log(n));

/** Wilson's score interval of a share; `z` 1.96 holds the truth in 95 of 100 cases. */
export function wilson({ having, total }: Share, z = 1.96): readonly [number, number] {
  if (total === 0) return [0, 1];
  const p = having / total;
  const middle = p + (z * z) / (2 * total);
  const reach = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [(middle - reach) / scale, (middle + reach) / scale];
}

/** What the difference of two shares is at least (Newcombe's interval, 95 %): small counts promise little. */
export function leastDifference(here: Share, there: Share): number {
  const [p, q] = [here.having / here.total, there.having / there.total];
  const [low] = wilson(here);
  const [, high] = wilson(there);
  return p - q - Math.hypot(p - low, high - q);
}

/** Means as sums: of values, of their squares, and how many. */
export interface Sums {
  readonly sum: number;
  readonly squares: number;
  readonly count: number;
}

export const meanOf = ({ sum, count }: Sums): number => (count === 0 ? 0 : sum / count);

const varianceOf = ({ sum, squares, count }: Sums): number =>
  count < 2 ? 0 : Math.max(0, (squares - (sum * sum) / count) / (count - 1));

export interface Difference {
  /** Of the means. */
  readonly by: number;
  /** What it is at least, with a certainty of 95 %. */
  readonly least: number;
  /** How likely it is by chance. */
  readonly p: number;
}

/** Welch's test: whether the mean is greater here, however the values spread on either side. */
export function welch(here: Sums, there: Sums): Difference {
  const by = meanOf(here) - meanOf(there);
  const [a, b] = [varianceOf(here) / here.count, varianceOf(there) / there.count];
  const error = Math.sqrt(a + b);
  if (!(error > 0)) return { by, least: by, p: by > 0 ? 0 : 1 };
  const freedom = (a + b) ** 2 / (a ** 2 / Math.max(here.count - 1, 1) + b ** 2 / Math.max(there.count - 1, 1));
  return { by, least: by - 1.645 * error, p: studentTail(by / error, freedom) };
}

/** Students's distribution above t. */
function studentTail(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? tail : 1 - tail;
}

/** The regularised incomplete beta function by its continued fraction (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  let [c, d] = [1, 1 / nonZero(1 - ((a + b) * x) / (a + 1))];
  let sum = d;
  for (let m = 1; m < 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    sum *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    sum *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return front * sum;
}

const nonZero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x);

/** Lanczos' approximation (g = 7). */
function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  let sum = 0.99999999999980993;
  for (const [i, g] of LANCZOS.entries()) sum += g / (x + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * Cochran, Mantel and Haenszel's test: whether a property is more frequent here within groups, when the groups
 * themselves are not evenly spread. `least` is what is left of the difference, weighed over the groups.
 */
export function withinGroups(groups: readonly { readonly here: Share; readonly there: Share }[]): {
  readonly p: number;
  readonly by: number;
} {
  let [surplus, variance, difference, weights] = [0, 0, 0, 0];
  for (const { here, there } of groups) {
    const n = here.total + there.total;
    if (here.total === 0 || there.total === 0 || n < 2) continue;
    const having = here.having + there.having;
    surplus += here.having - (here.total * having) / n;
    variance += (here.total * there.total * having * (n - having)) / (n * n * (n - 1));
    const weight = (here.total * there.total) / n;
    difference += weight * (here.having / here.total - there.having / there.total);
    weights += weight;
  }
  if (weights === 0 || variance <= 0) return { p: 1, by: 0 };
  return { p: normalTail(surplus / Math.sqrt(variance)), by: difference / weights };
}

/** The normal distribution above z, to 1.2e-7 of its value (Numerical Recipes' erfcc). */
function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  let series = 0;
  for (const c of ERFC) series = c + t * series;
  const tail = (t * Math.exp(-x * x + series)) / 2;
  return z >= 0 ? tail : 1 - tail;
}

const ERFC = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
] as const;

/**
 * Benjamini and Hochberg: for each p what share of findings up to it is false, where so many values were tested in all.
 * In the order of `p`.
 */
export function falseShares(p: readonly number[], tested: number): number[] {
  const order = [...p.keys()].sort((a, b) => (p[a] ?? 1) - (p[b] ?? 1));
  const shares = new Array<number>(p.length);
  let least = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const at = order[rank - 1] ?? 0;
    least = Math.min(least, ((p[at] ?? 1) * tested) / rank);
    shares[at] = least;
  }
  return shares;
}
