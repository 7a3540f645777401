import type { Area } from './dots.ts';
import { roundUp } from './ticks.ts';

/** The plot's place in time and response time, and its size in pixels of CSS. */
export interface Plane {
  readonly from: number;
  readonly to: number;
  readonly yMax: number;
  readonly width: number;
  readonly height: number;
}

/** A point in pixels of CSS from the plot's upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const timeAt = (plane: Plane, x: number): number =>
  Math.round(plane.from + (clamp(x, 0, plane.width) / plane.width) * (plane.to - plane.from));

export const elapsedAt = (plane: Plane, y: number): number =>
  Math.round((1 - clamp(y, 0, plane.height) / plane.height) * plane.yMax);

export const xOf = (plane: Plane, at: number): number => ((at - plane.from) / (plane.to - plane.from)) * plane.width;

export const yOf = (plane: Plane, elapsed: number): number =>
  (1 - Math.min(elapsed, plane.yMax) / plane.yMax) * plane.height;

/** So near to an edge of the plot, px, a drag is meant to reach it: the dots that lie on the edge are half outside. */
const NEAR = 3;

/**
 * What a drag from one point to another encloses. Dots slower than the plot are drawn on its upper edge: an area that
 * touches that edge has no upper limit, so that what is seen inside the rectangle is what is selected.
 */
export function areaOf(plane: Plane, a: Point, b: Point): Area {
  const top = Math.min(a.y, b.y);
  const bottom = Math.max(a.y, b.y);
  return {
    from: timeAt(plane, Math.min(a.x, b.x)),
    to: Math.max(timeAt(plane, Math.max(a.x, b.x)), timeAt(plane, Math.min(a.x, b.x)) + 1),
    elapsedFrom: bottom >= plane.height - NEAR ? 0 : elapsedAt(plane, bottom),
    elapsedTo: top <= NEAR ? Number.POSITIVE_INFINITY : elapsedAt(plane, top),
  };
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where an area lies on the plot, cut at its edges; undefined if it lies outside. */
export function rectOf(plane: Plane, area: Area): Rect | undefined {
  const left = clamp(xOf(plane, area.from), 0, plane.width);
  const right = clamp(xOf(plane, area.to), 0, plane.width);
  const top = yOf(plane, area.elapsedTo);
  const bottom = yOf(plane, area.elapsedFrom);
  if (right <= left) return undefined;
  return { x: left, y: top, width: right - left, height: Math.max(1, bottom - top) };
}

const COLUMNS = 20;
const ROWS = 10;

/** Where a selection by keyboard begins: a cell in the middle of the newest quarter, over all response times. */
export function firstArea(plane: Plane): Area {
  const width = (plane.to - plane.from) / COLUMNS;
  const from = Math.round(plane.to - 3 * width);
  return { from, to: Math.round(from + width), elapsedFrom: 0, elapsedTo: Number.POSITIVE_INFINITY };
}

/**
 * The selection after an arrow key: moved by a cell (a twentieth of the time, a tenth of the height) or, with Shift,
 * its later and slower edge moved. It never leaves the plot and never becomes smaller than a cell.
 */
export function moveArea(plane: Plane, area: Area, key: string, resize: boolean): Area {
  const dx = (plane.to - plane.from) / COLUMNS;
  const dy = plane.yMax / ROWS;
  const right = key === 'ArrowRight' ? dx : key === 'ArrowLeft' ? -dx : 0;
  const up = key === 'ArrowUp' ? dy : key === 'ArrowDown' ? -dy : 0;
  const top = Math.min(area.elapsedTo, plane.yMax);
  if (resize) {
    return {
      ...area,
      to: Math.round(clamp(area.to + right, area.from + dx, Math.max(plane.to, area.from + dx))),
      elapsedTo: open(plane, clamp(top + up, area.elapsedFrom + dy, plane.yMax)),
    };
  }
  const shift = clamp(right, plane.from - area.from, plane.to - area.to);
  const rise = clamp(up, -area.elapsedFrom, plane.yMax - top);
  return {
    from: Math.round(area.from + shift),
    to: Math.round(area.to + shift),
    elapsedFrom: Math.round(area.elapsedFrom + rise),
    elapsedTo: open(plane, top + rise),
  };
}

const open = (plane: Plane, elapsed: number): number =>
  elapsed >= plane.yMax ? Number.POSITIVE_INFINITY : Math.round(elapsed);

/** The upper edge after one notch of the wheel: out for `direction` > 0, in for < 0; a round number of ms. */
export function zoom(yMax: number, direction: number): number {
  const next = direction > 0 ? roundUp(yMax * 1.01) : roundUp(yMax / 2.5);
  return clamp(next, 10, 3_600_000);
}

/** An upper edge that shows every dot up to `slowest`, ms: a round number, 100 at least. */
export const fit = (slowest: number): number => Math.max(100, roundUp(slowest * 1.02));

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
