import type { Point } from './layout.ts';
import { NODE } from './layout.ts';

/**
 * An SVG path through `points`, smooth and without overshoot, horizontal at both ends: a monotone cubic in x
 * (Fritsch and Carlson, 1980; the harmonic mean of the slopes on either side as tangent).
 */
export function curve(points: readonly Point[]): string {
  const first = points[0];
  if (first === undefined) return '';
  const slopes = points.slice(1).map((to, i) => slope(points[i] ?? to, to));
  const tangents = points.map((_, i) => harmonic(slopes[i - 1] ?? 0, slopes[i] ?? 0));
  const parts = points.slice(1).map((to, i) => {
    const from = points[i] ?? to;
    const third = (to.x - from.x) / 3;
    // An end piece is drawn rounder: it has no neighbour to agree with.
    const out = i === 0 ? third * 1.5 : third;
    const into = i === points.length - 2 ? third * 1.5 : third;
    const control = [
      from.x + out,
      from.y + out * (tangents[i] ?? 0),
      to.x - into,
      to.y - into * (tangents[i + 1] ?? 0),
    ];
    return `C${control.map(round).join(' ')} ${round(to.x)} ${round(to.y)}`;
  });
  return `M${round(first.x)} ${round(first.y)}${parts.join('')}`;
}

/** A loop above a node that calls itself. */
export function loop(node: Point): string {
  const top = node.y - NODE.height / 2;
  return `M${node.x + 26} ${top}C${node.x + 36} ${top - 36} ${node.x - 36} ${top - 36} ${node.x - 26} ${top}`;
}

function slope(from: Point, to: Point): number {
  const run = to.x - from.x;
  return run === 0 ? 0 : (to.y - from.y) / run;
}

const harmonic = (a: number, b: number): number => (a * b <= 0 ? 0 : (2 * a * b) / (a + b));

const round = (value: number): number => Math.round(value * 10) / 10;
