import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaOf, firstArea, fit, moveArea, rectOf, zoom } from './plane.ts';

const plane = { from: 1_000, to: 3_000, yMax: 500, width: 200, height: 100 };

test('a drag in any direction encloses the same area', () => {
  const area = { from: 1_500, to: 2_000, elapsedFrom: 100, elapsedTo: 400 };
  assert.deepEqual(areaOf(plane, { x: 50, y: 20 }, { x: 100, y: 80 }), area);
  assert.deepEqual(areaOf(plane, { x: 100, y: 80 }, { x: 50, y: 20 }), area);
});

test('a drag that touches the upper edge has no upper limit', () => {
  assert.equal(areaOf(plane, { x: 0, y: 0 }, { x: 10, y: 50 }).elapsedTo, Number.POSITIVE_INFINITY);
});

test('a drag that comes near the ground takes the fastest dots in', () => {
  assert.equal(areaOf(plane, { x: 0, y: 20 }, { x: 10, y: 98 }).elapsedFrom, 0);
});

test('a drag that leaves the plot is cut at its edges', () => {
  const area = areaOf(plane, { x: -40, y: 50 }, { x: 900, y: 400 });
  assert.deepEqual([area.from, area.to, area.elapsedFrom], [1_000, 3_000, 0]);
});

test('an area is never empty in time', () => {
  const area = areaOf(plane, { x: 50, y: 50 }, { x: 50, y: 50 });
  assert.ok(area.to > area.from);
});

test('an area is drawn where it was dragged', () => {
  const rect = rectOf(plane, areaOf(plane, { x: 50, y: 25 }, { x: 100, y: 75 }));
  assert.deepEqual(rect, { x: 50, y: 25, width: 50, height: 50 });
});

test('an area that moved out of a live window is not drawn', () => {
  assert.equal(rectOf(plane, { from: 0, to: 900, elapsedFrom: 0, elapsedTo: 100 }), undefined);
});

test('arrow keys move a selection and stop at the edges', () => {
  const area = { from: 1_000, to: 1_100, elapsedFrom: 0, elapsedTo: 50 };
  assert.deepEqual(moveArea(plane, area, 'ArrowRight', false), { ...area, from: 1_100, to: 1_200 });
  assert.deepEqual(moveArea(plane, area, 'ArrowLeft', false), area);
  assert.deepEqual(moveArea(plane, area, 'ArrowUp', false), { ...area, elapsedFrom: 50, elapsedTo: 100 });
});

test('with Shift they move its later and its slower edge', () => {
  const area = { from: 1_000, to: 1_100, elapsedFrom: 0, elapsedTo: 50 };
  assert.equal(moveArea(plane, area, 'ArrowRight', true).to, 1_200);
  assert.equal(moveArea(plane, area, 'ArrowLeft', true).to, 1_100, 'not smaller than a cell');
  assert.equal(moveArea(plane, { ...area, elapsedTo: 450 }, 'ArrowUp', true).elapsedTo, Number.POSITIVE_INFINITY);
});

test('a selection by keyboard begins inside the plot', () => {
  const area = firstArea(plane);
  assert.ok(area.from >= plane.from && area.to <= plane.to);
});

test('the wheel goes through round numbers', () => {
  assert.equal(zoom(10_000, 1), 20_000);
  assert.equal(zoom(10_000, -1), 5_000);
  assert.equal(zoom(5_000, -1), 2_000);
  assert.equal(zoom(10, -1), 10);
});

test('what fits is a round number above the slowest dot', () => {
  assert.equal(fit(0), 100);
  assert.equal(fit(1_400), 2_000);
});
