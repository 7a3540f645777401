import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { opening, reveal, whole } from './view.ts';

const screen = { width: 800, height: 600 };

test('the whole of a large map fits on the screen', () => {
  const view = whole({ x: -100, y: 0, width: 3000, height: 900 }, screen);
  assert.ok(view.k * -100 + view.x >= 0);
  assert.ok(view.k * 2900 + view.x <= 800);
});

test('a small map is not blown up', () => {
  assert.equal(whole({ x: 0, y: 0, width: 100, height: 50 }, screen).k, 1);
});

describe('a map too large to be read', () => {
  const box = { x: 0, y: 0, width: 4000, height: 13_000 };

  test('opens around the application asked for, at a scale that can be read', () => {
    const view = opening(box, screen, { x: 2000, y: 6000 });
    assert.equal(view.k, 0.8);
    assert.deepEqual([view.k * 2000 + view.x, view.k * 6000 + view.y], [400, 288]);
  });

  test('leaves no gap beside an application that stands at its end', () => {
    assert.equal(opening(box, screen, { x: 100, y: 12_900 }).x, 24);
    assert.equal(opening(box, screen, { x: 100, y: 12_900 }).y, 600 - 48 - 0.8 * 13_000);
  });

  test('stands in the middle where it is large in one direction only', () => {
    const view = opening({ ...box, height: 200 }, screen, { x: 2000, y: 20 });
    assert.equal(view.k * 100 + view.y, 288);
  });
});

test('what is on screen already is not moved', () => {
  const view = { k: 1, x: 0, y: 0 };
  assert.deepEqual(reveal(view, { x: 400, y: 300 }, { width: 200, height: 60 }, screen), view);
});

test('what is beyond the edge is brought just inside', () => {
  const view = reveal({ k: 1, x: 0, y: 0 }, { x: 1000, y: 300 }, { width: 200, height: 60 }, screen);
  assert.equal(view.x, 800 - 1000 - 100 - 12);
  assert.equal(view.y, 0);
});

test('an empty map or a screen without size is no trouble', () => {
  assert.equal(whole({ x: 0, y: 0, width: 0, height: 0 }, screen).k, 1);
  assert.ok(Number.isFinite(whole({ x: 0, y: 0, width: 10, height: 10 }, { width: 0, height: 0 }).x));
});
