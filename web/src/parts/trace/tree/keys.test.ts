import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reveal, slowestChild, treeOf, visibleRows } from '../families.ts';
import { sample } from '../sample.ts';
import { answerKey } from './keys.ts';

/**
 * 0 a
 * 1   b
 * 2     c
 * 3   d (slowest)
 * 4 e
 */
const tree = treeOf(
  sample([{ depth: 0 }, { depth: 1, elapsed: 1 }, { depth: 2 }, { depth: 1, elapsed: 9 }, { depth: 0 }]),
);

/** What is selected, and what is folded, after some keys; `shown` counts how often the details were asked for. */
function press(keys: readonly string[], selected = 0, folded: ReadonlySet<number> = new Set<number>()) {
  let shown = 0;
  for (const key of keys) {
    const state = {
      tree,
      visible: visibleRows(tree, folded),
      folded,
      selected,
      select(id: number) {
        folded = reveal(tree, folded, id);
        selected = id;
      },
      toggle(id: number) {
        const next = new Set(folded);
        if (!next.delete(id)) next.add(id);
        folded = next;
      },
      foldAll() {},
      unfoldAll() {},
      slowest() {
        const child = slowestChild(tree, selected);
        if (child >= 0) selected = child;
      },
    };
    const nativeEvent = { key, code: key === 'ㄴ' ? 'KeyS' : '', ctrlKey: false, metaKey: false, altKey: false };
    answerKey({ key, nativeEvent }, state, () => shown++);
  }
  return { selected, folded: [...folded], shown };
}

test('up and down go through the rows in sight and stop at the ends', () => {
  assert.equal(press(['ArrowDown', 'ArrowDown']).selected, 2);
  assert.equal(press(['ArrowUp']).selected, 0);
  assert.equal(press(['End', 'ArrowDown']).selected, 4);
  assert.equal(press(['ArrowDown', 'ArrowDown'], 0, new Set([1])).selected, 3);
});

test('left folds, then goes to the caller; right unfolds, then goes to the first call', () => {
  assert.deepEqual(press(['ArrowLeft'], 1).folded, [1]);
  assert.equal(press(['ArrowLeft', 'ArrowLeft'], 1).selected, 0);
  assert.equal(press(['ArrowLeft'], 2).selected, 1);
  assert.deepEqual(press(['ArrowRight'], 1, new Set([1])).folded, []);
  assert.equal(press(['ArrowRight'], 1).selected, 2);
});

test('S follows the slowest path, also while the keyboard is in Hangul mode', () => {
  assert.equal(press(['s']).selected, 3);
  assert.equal(press(['ㄴ']).selected, 3);
  assert.equal(press(['s', 's']).selected, 3, 'and stops at its end');
});

test('Enter shows the details, and other keys nothing', () => {
  assert.equal(press(['Enter']).shown, 1);
  assert.deepEqual(press(['x', 'F5']), { selected: 0, folded: [], shown: 0 });
});
