import type { Box, Point } from './layout.ts';

/** What part of the map is seen: a point of the map is drawn at `k × point + (x, y)` of the screen. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const ZOOM = { least: 0.03, most: 2.5 } as const;
/** The least scale at which every word can be read. */
const READABLE = 0.8;
const MARGIN = 24;
/** At the bottom lie the legend and the tools. */
const BOTTOM = 48;

/** The whole map in the middle of the screen, never larger than life. */
export function whole(box: Box, screen: Size): View {
  if (box.width === 0 || screen.width === 0) return { k: 1, x: screen.width / 2, y: screen.height / 2 };
  const room = { width: screen.width - 2 * MARGIN, height: screen.height - MARGIN - BOTTOM };
  const k = Math.max(ZOOM.least, Math.min(1, room.width / box.width, room.height / box.height));
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return around(middle, k, { width: screen.width, height: screen.height + MARGIN - BOTTOM });
}

/** Where to begin: the whole map if it can be read so, else as much of it as has room around `center`. */
export function opening(box: Box, screen: Size, center: Point | undefined): View {
  const all = whole(box, screen);
  if (all.k >= READABLE || center === undefined) return all;
  const k = READABLE;
  return {
    k,
    x: shiftOf(center.x, box.x, box.width, k, screen.width - MARGIN),
    y: shiftOf(center.y, box.y, box.height, k, screen.height - BOTTOM),
  };
}

/**
 * Along one axis, between MARGIN and `end` of the screen: all of the box in the middle where it has room; else `centre`
 * in the middle, without a gap at either end.
 */
function shiftOf(centre: number, start: number, length: number, k: number, end: number): number {
  const first = MARGIN - k * start;
  const last = end - k * (start + length);
  if (last >= first) return (first + last) / 2;
  return Math.min(first, Math.max(last, (MARGIN + end) / 2 - k * centre));
}

/** `point` in the middle of the screen. */
export const around = (point: Point, k: number, screen: Size): View => ({
  k,
  x: screen.width / 2 - k * point.x,
  y: screen.height / 2 - k * point.y,
});

/** The view moved as little as needed to show the whole of a box about `point`. */
export function reveal(view: View, point: Point, box: Size, screen: Size): View {
  const shift = (at: number, half: number, room: number): number => {
    const low = at - half - 12;
    const high = at + half + 12;
    if (low < 0) return -low;
    return high > room ? room - high : 0;
  };
  return {
    k: view.k,
    x: view.x + shift(view.k * point.x + view.x, (view.k * box.width) / 2, screen.width),
    y: view.y + shift(view.k * point.y + view.y, (view.k * box.height) / 2, screen.height),
  };
}
