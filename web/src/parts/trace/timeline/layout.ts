import type { Trace, TraceRow } from '../../../../../server/src/query/schema/trace.ts';

/** A bar of the timeline: a row of the trace, in its lane, below the bar that called it. */
export interface Bar {
  readonly row: TraceRow;
  /** Line of its lane, from 0. */
  readonly level: number;
}

/** The bars of one agent. */
export interface Lane {
  readonly application: number;
  readonly agent: number;
  /** How many lines it needs. */
  readonly levels: number;
  /** Lines of the lanes before it. */
  readonly top: number;
  readonly bars: readonly Bar[];
}

export interface Layout {
  readonly lanes: readonly Lane[];
  /** Lines of all lanes. */
  readonly levels: number;
}

/** More calls at once than this in one agent share the last line. */
const MOST_LEVELS = 200;

interface Open {
  readonly application: number;
  readonly agent: number;
  /** When the last bar of each level ends, ms. */
  readonly ends: number[];
  readonly bars: Bar[];
}

/**
 * Puts each row on the first line below its caller on which it meets no other bar, in a lane for each agent, in the
 * order in which agents appear. Rows of one call tree come with callers first and siblings by time, so that looking at
 * the last bar of a line is enough.
 */
export function layout(trace: Trace): Layout {
  const lanes = new Map<string, Open>();
  const levelOf = new Int32Array(trace.rows.length);
  const keys: string[] = [];
  for (const row of trace.rows) {
    const parent = trace.rows[row.parent];
    // A missing part has no agent: it is shown where it was called.
    const key = row.agent < 0 && parent ? (keys[parent.id] ?? '') : `${row.application} ${row.agent}`;
    keys[row.id] = key;
    const lane = lanes.get(key) ?? { application: row.application, agent: row.agent, ends: [], bars: [] };
    lanes.set(key, lane);
    const below = parent !== undefined && keys[parent.id] === key ? (levelOf[parent.id] ?? 0) + 1 : 0;
    const level = freeLevel(lane.ends, below, row.start);
    lane.ends[level] = Math.max(lane.ends[level] ?? Number.NEGATIVE_INFINITY, row.start + row.elapsed);
    levelOf[row.id] = level;
    lane.bars.push({ row, level });
  }
  let top = 0;
  const placed = [...lanes.values()].map(({ application, agent, ends, bars }): Lane => {
    const lane = { application, agent, bars, levels: ends.length, top };
    top += ends.length;
    return lane;
  });
  return { lanes: placed, levels: top };
}

function freeLevel(ends: number[], below: number, start: number): number {
  let level = Math.min(below, MOST_LEVELS - 1);
  while (ends.length < level) ends.push(Number.NEGATIVE_INFINITY);
  while (level < MOST_LEVELS - 1 && (ends[level] ?? Number.NEGATIVE_INFINITY) > start) level++;
  return level;
}

/** The stretch of time that is shown, ms after the start of the trace. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From the first start to the last end; negative starts (clocks that differ) included. */
export function wholeOf(trace: Trace): Span {
  let from = 0;
  let to = trace.elapsed;
  for (const row of trace.rows) {
    from = Math.min(from, row.start);
    to = Math.max(to, row.start + row.elapsed);
  }
  return { from, to: Math.max(to, from + 1) };
}

/** `span` magnified by `factor` around `at`, within `whole` and never shorter than a microsecond. */
export function zoomAt(whole: Span, span: Span, at: number, factor: number): Span {
  const width = Math.min(Math.max((span.to - span.from) / factor, 0.001), whole.to - whole.from);
  const from = at - ((at - span.from) / (span.to - span.from)) * width;
  return within(whole, { from, to: from + width });
}

/** `span` moved as little as needed to lie inside `whole`. */
export function within(whole: Span, span: Span): Span {
  const width = Math.min(span.to - span.from, whole.to - whole.from);
  const from = Math.min(Math.max(span.from, whole.from), whole.to - width);
  return { from, to: from + width };
}

/** The bar at a line and a time; where several are as near, the shortest; undefined where there is none within `slack` ms. */
export function barAt(all: Layout, line: number, at: number, slack: number): Bar | undefined {
  const lane = all.lanes.find(({ top, levels }) => line >= top && line < top + levels);
  let best: Bar | undefined;
  let bestDistance = slack;
  for (const bar of lane?.bars ?? []) {
    if (bar.level !== line - (lane?.top ?? 0)) continue;
    const { start, elapsed } = bar.row;
    const distance = Math.max(0, start - at, at - start - elapsed);
    if (
      distance < bestDistance ||
      (distance === bestDistance && elapsed < (best?.row.elapsed ?? Number.POSITIVE_INFINITY))
    ) {
      best = bar;
      bestDistance = distance;
    }
  }
  return best;
}
