import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ancestors,
  childrenOf,
  find,
  foldable,
  hasChildren,
  nextFound,
  placeOf,
  reveal,
  slowestChild,
  sumsOf,
  treeOf,
  visibleRows,
} from './families.ts';
import { largeSample, sample } from './sample.ts';

/**
 * 0 a
 * 1   b
 * 2     c
 * 3   d
 * 4     e
 * 5       f
 * 6 g
 */
const tree = treeOf(sample([0, 1, 2, 1, 2, 3, 0].map((depth) => ({ depth }))));

test('a family ends where a row is no deeper than its head', () => {
  assert.deepEqual([...tree.end], [6, 3, 3, 6, 6, 6, 7]);
});

test('the end of any family is what a search for it finds', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 6 }), { maxLength: 40 }), (depths) => {
      const { end } = treeOf(sample(depths.map((depth) => ({ depth }))));
      depths.forEach((depth, id) => {
        const after = depths.findIndex((other, at) => at > id && other <= depth);
        assert.equal(end[id], after < 0 ? depths.length : after);
      });
    }),
  );
});

test('children are the heads of the families inside', () => {
  assert.deepEqual(childrenOf(tree, 0), [1, 3]);
  assert.deepEqual(childrenOf(tree, 5), []);
  assert.equal(hasChildren(tree, 4), true);
  assert.equal(hasChildren(tree, 2), false);
});

test('everything is visible until something is folded', () => {
  assert.deepEqual([...visibleRows(tree, new Set())], [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...visibleRows(tree, new Set([3]))], [0, 1, 2, 3, 6]);
  assert.deepEqual([...visibleRows(tree, new Set([0, 3]))], [0, 6]);
});

test('folding a row without children hides nothing', () => {
  assert.equal(visibleRows(tree, new Set([2, 5])).length, 7);
});

test('a hidden row stands where the row that hides it stands', () => {
  const visible = visibleRows(tree, new Set([3]));
  assert.equal(placeOf(visible, 6), 4);
  assert.equal(placeOf(visible, 5), 3);
  assert.equal(placeOf(visible, 0), 0);
});

test('revealing a row opens all that hide it and nothing else', () => {
  const folded = new Set([0, 1, 3, 4]);
  assert.deepEqual([...reveal(tree, folded, 5)], [1]);
  assert.equal(reveal(tree, new Set([1]), 5).size, 1);
  assert.deepEqual(ancestors(tree, 5), [4, 3, 0]);
});

test('all rows with children can be folded at once', () => {
  assert.deepEqual([...foldable(tree)], [0, 1, 3, 4]);
});

test('the slowest path goes to the child that took longest', () => {
  const slow = treeOf(
    sample([
      { depth: 0, elapsed: 90 },
      { depth: 1, elapsed: 20 },
      { depth: 1, elapsed: 60 },
      { depth: 2, elapsed: 59 },
    ]),
  );
  assert.deepEqual([slowestChild(slow, 0), slowestChild(slow, 2), slowestChild(slow, 3)], [2, 3, -1]);
});

test('search looks at method, class and argument, whatever the case', () => {
  const searched = treeOf(
    sample([
      { depth: 0, title: 'findOrder()' },
      { depth: 1, argument: 'select * from ORDERS' },
      { depth: 1, className: 'OrderRepository' },
      { depth: 1, title: 'pay()' },
    ]),
  );
  assert.deepEqual(find(searched, ' order '), [0, 1, 2]);
  assert.deepEqual(find(searched, ''), []);
});

test('going through what was found goes round at the ends', () => {
  const found = [2, 5, 9];
  assert.deepEqual([nextFound(found, 5, 1), nextFound(found, 9, 1), nextFound(found, 2, -1)], [9, 2, 9]);
  assert.equal(nextFound([], 3, 1), -1);
});

test('the header counts spans, calls, exceptions and missing parts', () => {
  const sums = sumsOf(
    treeOf(
      sample([
        { depth: 0, kind: 'server' },
        { depth: 1, exception: { className: 'E', message: '', chain: [] } },
        { depth: 1, kind: 'missing' },
      ]),
    ),
  );
  assert.deepEqual(sums, { spans: 1, calls: 2, failed: 1, missing: 1 });
});

test('a tree of 100,000 rows is read, folded and searched in well under a second', () => {
  const trace = largeSample(100_000);
  const start = performance.now();
  const large = treeOf(trace);
  visibleRows(large, foldable(large));
  assert.equal(visibleRows(large, new Set()).length, 100_000);
  assert.equal(find(large, 'call 99999').length, 1);
  const took = performance.now() - start;
  assert.ok(took < 500, `${Math.round(took)} ms`);
});

test('a tree as deep as it is long is read in linear time', () => {
  const rows = Array.from({ length: 50_000 }, (_, depth) => ({ depth }));
  const start = performance.now();
  const deep = treeOf(sample(rows));
  assert.equal(deep.end[0], 50_000);
  assert.equal(ancestors(deep, 49_999).length, 49_999);
  assert.ok(performance.now() - start < 1_000);
});
