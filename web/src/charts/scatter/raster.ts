import { FAILED } from './decode.ts';
import type { Counts, Dots } from './dots.ts';

export type Show = 'all' | 'success' | 'failed';

/** What part of the plane is drawn, and how large. */
export interface View {
  /** ms since 1970; `to` is not included. */
  readonly from: number;
  readonly to: number;
  /** ms at the upper edge; slower dots are drawn on the edge, so that no outlier is out of sight. */
  readonly yMax: number;
  /** Size of the plot in device pixels, and how many of them make a pixel of CSS. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly show: Show;
  /** Only dots of this agent id. */
  readonly agent?: string | undefined;
}

/** Red, green, blue: 0 … 255. */
export type Rgb = readonly [number, number, number];

export interface Ink {
  /** Of successful dots: fast, normal, slow, very slow. */
  readonly slots: readonly Rgb[];
  readonly failed: Rgb;
}

/** Pixels (RGBA, rows from the top), `pad` wider than the plot on every side: dots on the edge are whole. */
export interface Picture {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly pad: number;
  /** Dots of the range, whether shown or not. */
  readonly counts: Counts;
  /** Shown dots that are slower than `yMax`. */
  readonly above: number;
}

/** Upper limits of fast, normal and slow, ms, inclusive (histogram NORMAL). */
const SLOT_LIMITS = [1_000, 3_000, 5_000];

/** A pixel that is wholly inside a dot has this weight; dots on one another add up. */
const WHOLE = 16;
const ALPHA_OF_ONE = 0.75;
/** So many dots on one another are opaque. Fixed, so that live dots do not flicker. */
const OPAQUE_AT = 48;

export const padOf = (scale: number): number => Math.ceil(4 * scale);

/**
 * Makes a function that draws dots as pixels. It keeps its grids from one call to the next and returns the same
 * array while the size stays, so a picture is good until the next call.
 *
 * Three passes: count dots per pixel; spread each pixel that has dots to the shape of a dot; turn weight into colour.
 * The first is linear in dots (a few ns each), the others in pixels: a million dots cost hardly more than 100,000.
 */
export function createRaster(): (dots: Dots, view: View, ink: Ink) => Picture {
  let success = new Uint32Array(0);
  let failed = new Uint8Array(0);
  let weight = new Uint32Array(0);
  let pixels = new Uint8ClampedArray(0);

  return (dots, view, ink) => {
    const pad = padOf(view.scale);
    const width = view.width + 2 * pad;
    const height = view.height + 2 * pad;
    const size = width * height;
    if (success.length !== size) {
      success = new Uint32Array(size);
      failed = new Uint8Array(size);
      weight = new Uint32Array(size);
      pixels = new Uint8ClampedArray(size * 4);
    } else {
      success.fill(0);
      failed.fill(0);
      weight.fill(0);
    }
    const { counts, above } = bin(dots, view, pad, width, success, failed);
    const words = new Uint32Array(pixels.buffer);
    words.fill(0);
    if (view.show !== 'failed') {
      spread(success, weight, disc(view.scale), width);
      colour(weight, words, view, ink, pad, width, height);
    }
    if (view.show !== 'success') cross(failed, words, ink.failed, view.scale, width);
    return { pixels, width, height, pad, counts, above };
  };
}

function bin(dots: Dots, view: View, pad: number, width: number, success: Uint32Array, failed: Uint8Array) {
  const perMs = view.width / (view.to - view.from);
  // Columns are cut at whole multiples of their width since 1970: dots keep their column while a live window moves.
  const origin = Math.floor(view.from * perMs);
  const perElapsed = (view.height - 1) / view.yMax;
  const bottom = pad + view.height - 1;
  const lastColumn = view.width - 1;
  const counts = { success: 0, failed: 0 };
  let above = 0;
  for (const chunk of dots.chunks) {
    const { time, elapsed, agent, flags } = chunk;
    const first = view.from - chunk.from;
    const end = view.to - chunk.from;
    const shift = chunk.from * perMs - origin;
    const mine = chunk.agents.map(({ agentId }) => view.agent === undefined || agentId === view.agent);
    const all = mine.every(Boolean);
    for (let i = 0; i < chunk.count; i++) {
      const at = time[i] ?? 0;
      if (at < first || at >= end) continue;
      if (!all && mine[agent[i] ?? 0] !== true) continue;
      const ms = elapsed[i] ?? 0;
      const isFailed = ((flags[i] ?? 0) & FAILED) !== 0;
      let y = ms;
      if (ms > view.yMax) {
        y = view.yMax;
        if (view.show === 'all' || isFailed === (view.show === 'failed')) above++;
      }
      const column = Math.min((shift + at * perMs) | 0, lastColumn);
      const cell = (bottom - ((y * perElapsed) | 0)) * width + pad + column;
      if (isFailed) {
        counts.failed++;
        failed[cell] = 1;
      } else {
        counts.success++;
        success[cell] = (success[cell] ?? 0) + 1;
      }
    }
  }
  return { counts, above };
}

/** The pixels of a round dot: where from its middle, and how much of each it covers. */
function disc(scale: number): readonly { readonly x: number; readonly y: number; readonly weight: number }[] {
  const radius = 0.6 + 1.05 * scale;
  const reach = Math.ceil(radius);
  const shape = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const covered = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
      if (covered > 0.1) shape.push({ x, y, weight: Math.round(covered * WHOLE) });
    }
  }
  return shape;
}

function spread(counts: Uint32Array, weight: Uint32Array, shape: ReturnType<typeof disc>, width: number): void {
  const places = Int32Array.from(shape, ({ x, y }) => y * width + x);
  const weights = Int32Array.from(shape, (part) => part.weight);
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell] ?? 0;
    if (count === 0) continue;
    for (let k = 0; k < places.length; k++) {
      const to = cell + (places[k] ?? 0);
      weight[to] = (weight[to] ?? 0) + count * (weights[k] ?? 0);
    }
  }
}

/** Opacity by weight, up to which it is whole. */
const opacity = Uint8Array.from({ length: WHOLE * OPAQUE_AT + 1 }, (_, weight) => {
  if (weight <= WHOLE) return Math.round((255 * ALPHA_OF_ONE * weight) / WHOLE);
  const more = Math.log(weight / WHOLE) / Math.log(OPAQUE_AT);
  return Math.round(255 * (ALPHA_OF_ONE + (1 - ALPHA_OF_ONE) * more));
});

function colour(
  weight: Uint32Array,
  words: Uint32Array,
  view: View,
  ink: Ink,
  pad: number,
  width: number,
  height: number,
): void {
  const most = opacity.length - 1;
  for (let row = 0; row < height; row++) {
    const ms = ((pad + view.height - 1 - row) / (view.height - 1)) * view.yMax;
    const rgb = word(ink.slots[slotOf(ms)] ?? ink.failed);
    const end = (row + 1) * width;
    for (let cell = row * width; cell < end; cell++) {
      const here = weight[cell] ?? 0;
      if (here !== 0) words[cell] = (rgb | ((opacity[Math.min(here, most)] ?? 0) << 24)) >>> 0;
    }
  }
}

function slotOf(ms: number): number {
  const slot = SLOT_LIMITS.findIndex((limit) => ms <= limit);
  return slot < 0 ? SLOT_LIMITS.length : slot;
}

/** Failed dots are crosses, larger than the others and above them: told apart by shape as well as by colour. */
function cross(failed: Uint8Array, words: Uint32Array, rgb: Rgb, scale: number, width: number): void {
  const reach = Math.round(3 * scale);
  const thick = scale >= 1.5 ? 1 : 0;
  const places = [];
  for (let x = -reach; x <= reach; x++) {
    for (let more = 0; more <= thick; more++) places.push(x * width + x + more, x * width - x + more);
  }
  const offsets = Int32Array.from(new Set(places));
  const ink = (word(rgb) | 0xff000000) >>> 0;
  for (let cell = 0; cell < failed.length; cell++) {
    if (failed[cell] === 0) continue;
    for (let k = 0; k < offsets.length; k++) words[cell + (offsets[k] ?? 0)] = ink;
  }
}

/** Red, green and blue as they lie in a pixel's four bytes on little-endian machines, which all browsers' are. */
const word = ([red, green, blue]: Rgb): number => red | (green << 8) | (blue << 16);
