import type { Panel } from '../../../../server/src/query/schema/map.ts';
import { countsOf } from '../summary/slots.ts';

export type Slice = Panel['series'][number];

/** Where a chart is drawn inside its element, px. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  /** What the top of the chart stands for. */
  readonly top: number;
}

export const xOf = (plot: Plot, at: number): number => ((at - plot.from) / (plot.to - plot.from)) * plot.width;
export const yOf = (plot: Plot, value: number): number => plot.height * (1 - value / plot.top);
export const timeOf = (plot: Plot, x: number): number => {
  const share = Math.min(1, Math.max(0, x / plot.width));
  return Math.round(plot.from + share * (plot.to - plot.from));
};

export const totalOf = (slice: Slice): number => countsOf(slice).reduce((before, count) => before + count, 0);

/** One SVG path for each slot of response time: its part of every column, stacked from the ground. */
export function columns(series: readonly Slice[], slot: number, plot: Plot): readonly string[] {
  const paths = ['', '', '', '', ''];
  for (const slice of series) {
    const left = xOf(plot, Math.max(plot.from, slice.at));
    const right = xOf(plot, Math.min(plot.to, slice.at + slot));
    const gap = right - left > 4 ? 1 : 0;
    let ground = 0;
    for (const [i, count] of countsOf(slice).entries()) {
      if (count === 0) continue;
      const low = yOf(plot, ground);
      ground += count;
      paths[i] += `M${round(left)} ${round(low)}V${round(yOf(plot, ground))}H${round(right - gap)}V${round(low)}Z`;
    }
  }
  return paths;
}

/** An SVG line through a value of each slot; broken where nothing was called, a dot where both sides are broken. */
export function line(series: readonly Slice[], slot: number, plot: Plot, value: (slice: Slice) => number): string {
  let path = '';
  let drawing = false;
  for (const slice of series) {
    if (totalOf(slice) === 0) {
      drawing = false;
      continue;
    }
    const x = round(xOf(plot, slice.at + slot / 2));
    const y = round(yOf(plot, value(slice)));
    path += drawing ? `L${x} ${y}` : `M${x} ${y}h0`;
    drawing = true;
  }
  return path;
}

/** Slices with calls between two without: a line through them alone would not be seen. */
export const lonely = (series: readonly Slice[]): readonly Slice[] =>
  series.filter((slice, i) => {
    const called = (other: Slice | undefined) => other !== undefined && totalOf(other) > 0;
    return called(slice) && !called(series[i - 1]) && !called(series[i + 1]);
  });

/** The slice of an instant. */
export const sliceAt = (series: readonly Slice[], slot: number, at: number): Slice | undefined =>
  series.find((slice) => at >= slice.at && at < slice.at + slot);

const round = (value: number): number => Math.round(value * 10) / 10;
