import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from './decode.ts';
import { dotsOf } from './dots.ts';
import { type Dot, encode } from './encode.ts';
import { createRaster, type Picture, type Rgb, type View } from './raster.ts';

const fast: Rgb = [0, 200, 0];
const normal: Rgb = [0, 0, 200];
const verySlow: Rgb = [200, 100, 0];
const red: Rgb = [250, 1, 2];
const ink = { slots: [fast, normal, [9, 9, 9], verySlow] as const, failed: red };

const view: View = { from: 0, to: 1_000, yMax: 2_000, width: 100, height: 50, scale: 1, show: 'all' };

const draw = (dots: Dot[], changes: Partial<View> = {}): Picture =>
  createRaster()(dotsOf(decode(encode(0, 10_000, dots))), { ...view, ...changes }, ink);

/** Colour and opacity at a pixel of the plot, counted from its lower left corner. */
function pixel(picture: Picture, x: number, y: number): number[] {
  const row = picture.height - picture.pad - 1 - y;
  const at = (row * picture.width + picture.pad + x) * 4;
  return [...picture.pixels.subarray(at, at + 4)];
}

const inked = (picture: Picture) => picture.pixels.filter((value, i) => i % 4 === 3 && value > 0).length;

test('a dot is drawn where its time and response time are', () => {
  const picture = draw([{ at: 500, elapsed: 1_000 }]);
  const [r, g, b, alpha] = pixel(picture, 50, 24);
  assert.deepEqual([r, g, b], fast);
  assert.ok((alpha ?? 0) > 100);
  assert.equal(pixel(picture, 60, 24)[3], 0);
});

test('a dot has the colour of its slot of response time', () => {
  assert.deepEqual(pixel(draw([{ at: 500, elapsed: 1_900 }]), 50, 46).slice(0, 3), normal);
  assert.deepEqual(pixel(draw([{ at: 500, elapsed: 9_000 }], { yMax: 10_000 }), 50, 44).slice(0, 3), verySlow);
});

test('a failed dot differs in shape as well: a cross with free sides', () => {
  const picture = draw([{ at: 500, elapsed: 1_000, failed: true }]);
  assert.deepEqual(pixel(picture, 53, 27), [...red, 255]);
  assert.deepEqual(pixel(picture, 47, 21), [...red, 255]);
  assert.equal(pixel(picture, 53, 24)[3], 0);
});

test('a failed dot lies above a successful one', () => {
  const picture = draw([
    { at: 500, elapsed: 1_000, failed: true },
    { at: 500, elapsed: 1_000 },
  ]);
  assert.deepEqual(pixel(picture, 50, 24), [...red, 255]);
});

test('dots on one another are more opaque than one', () => {
  const one = pixel(draw([{ at: 500, elapsed: 500 }]), 50, 12)[3] ?? 0;
  const many = pixel(draw(Array.from({ length: 20 }, () => ({ at: 500, elapsed: 500 }))), 50, 12)[3] ?? 0;
  assert.ok(many > one);
});

test('what is slower than the plot is drawn on its upper edge, and counted', () => {
  const picture = draw([{ at: 500, elapsed: 60_000 }]);
  assert.ok((pixel(picture, 50, 49)[3] ?? 0) > 0);
  assert.equal(picture.above, 1);
});

test('dots outside the range are neither drawn nor counted', () => {
  const picture = draw([
    { at: 1_000, elapsed: 10 },
    { at: 4_000, elapsed: 10 },
  ]);
  assert.equal(inked(picture), 0);
  assert.deepEqual(picture.counts, { success: 0, failed: 0 });
});

test('hidden dots are counted and not drawn', () => {
  const dots = [
    { at: 100, elapsed: 5_000 },
    { at: 900, elapsed: 10, failed: true },
  ];
  const failed = draw(dots, { show: 'failed' });
  assert.deepEqual(failed.counts, { success: 1, failed: 1 });
  assert.equal(failed.above, 0);
  assert.equal(pixel(failed, 10, 49)[3], 0);
  assert.equal(pixel(draw(dots, { show: 'success' }), 90, 0)[3], 0);
});

test('dots of other agents are left out', () => {
  const agents = ['a', 'b'].map((agentId) => ({ agentId, agentName: agentId, startTime: 0 }));
  const chunk = decode(
    encode(
      0,
      1_000,
      [
        { at: 100, elapsed: 1 },
        { at: 200, elapsed: 1, agent: 1 },
      ],
      agents,
    ),
  );
  assert.deepEqual(createRaster()(dotsOf(chunk), { ...view, agent: 'b' }, ink).counts, { success: 1, failed: 0 });
});

test('dots on every edge and corner stay inside the picture', () => {
  const dots = [0, 999].flatMap((at) =>
    [0, 2_000].flatMap((elapsed) => [
      { at, elapsed },
      { at, elapsed, failed: true },
    ]),
  );
  const picture = draw(dots, { scale: 2 });
  assert.deepEqual(picture.counts, { success: 4, failed: 4 });
  assert.deepEqual(pixel(picture, 0, 0), [...red, 255]);
  assert.deepEqual(pixel(picture, 99, 49), [...red, 255]);
});

test('a dot keeps its column when the window moves by whole pixels', () => {
  const from = 1_764_000_000_000;
  const chunk = decode(encode(from, from + 2_000, [{ at: from + 555, elapsed: 40 }]));
  const raster = createRaster();
  for (const moved of [0, 10, 20, 500]) {
    const picture = raster(dotsOf(chunk), { ...view, from: from + moved, to: from + moved + 1_000 }, ink);
    assert.ok((pixel(picture, 55 - moved / 10, 0)[3] ?? 0) > 0, `moved by ${moved} ms`);
  }
});

test('a second picture shows nothing of the first', () => {
  const raster = createRaster();
  raster(dotsOf(decode(encode(0, 1_000, [{ at: 1, elapsed: 1, failed: true }]))), view, ink);
  assert.equal(inked(raster(dotsOf(), view, ink)), 0);
});

test('a million dots are drawn in well under 300 ms', () => {
  const dots = Array.from({ length: 1_000_000 }, (_, i) => ({ at: i % 1_000, elapsed: (i * 7_919) % 3_000 }));
  const all = dotsOf(decode(encode(0, 1_000, dots)));
  const raster = createRaster();
  const took = [1, 2, 3].map(() => {
    const start = performance.now();
    raster(all, { ...view, width: 800, height: 400 }, ink);
    return performance.now() - start;
  });
  assert.ok(Math.min(...took) < 300, `${took.map(Math.round)} ms`);
});
