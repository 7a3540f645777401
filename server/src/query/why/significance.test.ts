import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { falseShares, fisher, leastDifference, welch, wilson, withinGroups } from './significance.ts';

const share = (having: number, total: number) => ({ having, total });
const near = (a: number, b: number, within = 1e-6) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);
const sums = (values: readonly number[]) => ({
  sum: values.reduce((a, b) => a + b, 0),
  squares: values.reduce((a, b) => a + b * b, 0),
  count: values.length,
});

test("Fisher's test agrees with the lady who tasted tea", () => {
  near(fisher(share(3, 4), share(1, 4)), 17 / 70);
  near(fisher(share(4, 4), share(0, 4)), 1 / 70);
});

test("Fisher's test is exact: tails of all outcomes are what counting them says", () => {
  fc.assert(
    fc.property(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(12), (a, b, c, d) => {
      const [here, there, having] = [a + b, c + d, a + c];
      const choose = (n: number, k: number): number =>
        k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
      let tail = 0;
      for (let k = a; k <= here; k++) tail += choose(having, k) * choose(here + there - having, here - k);
      near(fisher(share(a, here), share(c, there)), tail / choose(here + there, here), 1e-9);
    }),
  );
});

test('large counts stay finite', () => {
  const p = fisher(share(9_000, 10_000), share(9_000, 100_000));
  assert.ok(p >= 0 && p < 1e-100);
  near(fisher(share(0, 1_000), share(10, 100_000)), 1);
});

test("Wilson's interval is that of the textbook", () => {
  const [low, high] = wilson(share(81, 263));
  near(low, 0.2553, 1e-4);
  near(high, 0.3662, 1e-4);
});

test("Newcombe's difference is that of the textbook, and small counts promise less", () => {
  near(leastDifference(share(56, 70), share(48, 80)), 0.0524, 1e-4);
  assert.ok(leastDifference(share(8, 10), share(10, 100)) < leastDifference(share(80, 100), share(10, 100)));
});

test("Welch's test agrees with R", () => {
  // t.test(x, y, alternative = 'greater')
  const x = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
  const y = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
  near(welch(sums(y), sums(x)).p, 0.021378 / 2, 1e-4);
  assert.equal(welch(sums([1, 1, 1]), sums([1, 1])).p, 1);
  assert.equal(welch(sums([2, 2, 2]), sums([1, 1])).p, 0);
});

test('what only goes along with its group is no difference within groups', () => {
  const groups = [
    { here: share(90, 90), there: share(50, 50) },
    { here: share(1, 10), there: share(95, 950) },
  ];
  assert.ok(withinGroups(groups).p > 0.4);
  assert.ok(withinGroups([{ here: share(50, 100), there: share(10, 100) }]).p < 1e-8);
});

test('of many values tested some are extreme by chance', () => {
  assert.deepEqual(falseShares([0.01, 0.001, 0.5], 10), [0.05, 0.01, 1]);
  assert.deepEqual(falseShares([], 10), []);
});
