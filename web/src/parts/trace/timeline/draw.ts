import type { Trace } from '../../../../../server/src/query/schema/trace.ts';
import { categorical, type Palette } from '../../../theme.ts';
import type { Bar, Layout, Span } from './layout.ts';

/** Pixels of CSS. */
export const LINE = 20;
const BAR = 16;
/** Bars narrower than this have no name in them. */
const NAMED = 36;

export interface Scene {
  readonly trace: Trace;
  readonly layout: Layout;
  readonly span: Span;
  readonly width: number;
  readonly height: number;
  /** How far it is scrolled down, px. */
  readonly scroll: number;
  readonly selected: number;
  readonly hovered: number;
  readonly palette: Palette;
  readonly scheme: 'light' | 'dark';
  readonly font: string;
}

export const lineTop = (layout: Layout, lane: number, level: number): number =>
  ((layout.lanes[lane]?.top ?? 0) + level) * LINE + lane * GAP + GAP;

/** Room above each lane, in which its agent is named. */
export const GAP = 22;

export const heightOf = (layout: Layout): number => layout.levels * LINE + layout.lanes.length * GAP + 8;

/** Lane and level at a height; undefined between lanes. */
export function lineAt(layout: Layout, y: number): { lane: number; level: number } | undefined {
  for (let lane = 0; lane < layout.lanes.length; lane++) {
    const top = lineTop(layout, lane, 0);
    const levels = layout.lanes[lane]?.levels ?? 0;
    if (y >= top && y < top + levels * LINE) return { lane, level: Math.floor((y - top) / LINE) };
  }
  return undefined;
}

/** Draws the lanes in sight. Bars that would fall on the pixel of the one before are left out: 100,000 cost no more than fit. */
export function draw(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, span, width, height, scroll, palette } = scene;
  context.clearRect(0, 0, width, height);
  context.textBaseline = 'middle';
  const perMs = width / (span.to - span.from);
  layout.lanes.forEach((lane, index) => {
    const top = lineTop(layout, index, 0) - scroll;
    if (top - GAP > height || top + lane.levels * LINE < 0) return;
    const colour = categorical[scene.scheme][lane.application % 8] ?? palette.accent;
    const drawnTo = new Float64Array(lane.levels).fill(-1);
    for (const bar of lane.bars) {
      const y = top + bar.level * LINE;
      if (y + LINE < 0 || y > height) continue;
      const left = (bar.row.start - span.from) * perMs;
      const right = Math.max(left + 1.5, left + bar.row.elapsed * perMs);
      if (right < 0 || left > width || right < (drawnTo[bar.level] ?? 0) + 0.75) continue;
      drawnTo[bar.level] = right;
      drawBar(context, scene, bar, colour, Math.max(left, -2), Math.min(right, width + 2), y);
    }
    label(context, scene, index, top - GAP, colour);
  });
}

function drawBar(
  context: CanvasRenderingContext2D,
  { palette, selected, hovered, font }: Scene,
  { row }: Bar,
  colour: string,
  left: number,
  right: number,
  y: number,
): void {
  const failed = row.exception !== null;
  const fill = failed ? palette.errorFill : colour;
  const width = right - left;
  const chosen = row.id === selected;
  context.globalAlpha = row.kind === 'missing' ? 0.3 : chosen || row.id === hovered ? 0.45 : 0.26;
  context.fillStyle = fill;
  context.fillRect(left, y + 2, width, BAR);
  context.globalAlpha = 1;
  context.fillRect(left, y + 2, Math.min(2, width), BAR);
  if (chosen) {
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.strokeRect(left + 1, y + 3, Math.max(1, width - 2), BAR - 2);
  }
  if (width < NAMED) return;
  context.save();
  context.beginPath();
  context.rect(left, y, width - 4, LINE);
  context.clip();
  context.fillStyle = failed || row.failed ? palette.error : palette.text;
  context.font = `11px ${font}`;
  context.fillText(
    row.kind === 'sql' && row.argument !== '' ? row.argument : row.title,
    Math.max(left, 0) + 6,
    y + 10.5,
  );
  context.restore();
}

function label(context: CanvasRenderingContext2D, scene: Scene, index: number, y: number, colour: string): void {
  const { trace, layout, palette, font } = scene;
  const lane = layout.lanes[index];
  const application = trace.applications[lane?.application ?? -1]?.applicationName ?? '';
  const agent = trace.agents[lane?.agent ?? -1]?.agentName ?? '';
  context.fillStyle = colour;
  context.fillRect(4, y + 8, 8, 8);
  context.fillStyle = palette.text;
  context.font = `600 12px ${font}`;
  context.fillText(application, 18, y + 12.5);
  context.fillStyle = palette.dimmed;
  const width = context.measureText(application).width;
  context.font = `12px ${font}`;
  context.fillText(agent, 18 + width + 8, y + 12.5);
}
