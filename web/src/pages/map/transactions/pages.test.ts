import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestFirst, nextSort, pagesOf } from './pages.ts';

test('only the pages in sight are asked for', () => {
  assert.deepEqual(pagesOf(0, 20, 1_000), [0]);
  assert.deepEqual(pagesOf(90, 110, 1_000), [0, 1]);
  assert.deepEqual(pagesOf(500, 520, 1_000), [5]);
});

test('a list ends at its last page', () => {
  assert.deepEqual(pagesOf(95, 130, 120), [0, 1]);
  assert.deepEqual(pagesOf(115, 300, 120), [1]);
});

test('before anything is known, the first page is asked for', () => {
  assert.deepEqual(pagesOf(0, 0, 0), [0]);
});

test('a click on another column begins at its greatest, on the same one turns it round', () => {
  assert.deepEqual(nextSort(newestFirst, 'elapsed'), { order: 'elapsed', direction: 'desc' });
  assert.deepEqual(nextSort(newestFirst, 'time'), { order: 'time', direction: 'asc' });
  assert.deepEqual(nextSort({ order: 'time', direction: 'asc' }, 'time'), newestFirst);
});
