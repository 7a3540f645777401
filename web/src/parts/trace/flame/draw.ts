import { categorical, type Palette } from '../../../theme.ts';
import type { Flame } from './flame.ts';

/** px */
export const LINE = 20;
/** Bars narrower than this have no name in them, px. */
const NAMED = 30;

export interface FlameScene {
  readonly flames: readonly Flame[];
  /** The stretch that is shown, ms. */
  readonly view: { readonly left: number; readonly total: number };
  readonly width: number;
  readonly chosen: number;
  /** What a search found; undefined without one. */
  readonly found: ReadonlySet<Flame> | undefined;
  readonly palette: Palette;
  readonly scheme: 'light' | 'dark';
  readonly font: string;
}

/** Draws the bars in the colour of their application; what is on the critical path is underlined as far as it is. */
export function drawFlames(context: CanvasRenderingContext2D, scene: FlameScene): void {
  const { flames, view, width, chosen, found, palette, scheme, font } = scene;
  context.textBaseline = 'middle';
  context.font = `11px ${font}`;
  const perMs = width / Math.max(view.total, 1e-9);
  for (const flame of flames) {
    const left = Math.max(0, (flame.left - view.left) * perMs);
    const right = Math.min(width, (flame.left + flame.total - view.left) * perMs);
    if (right - left < 0.5) continue;
    const top = flame.depth * LINE;
    const fill =
      flame.failed > 0 ? palette.errorFill : (categorical[scheme][flame.row.application % 8] ?? palette.accent);
    context.globalAlpha = found !== undefined && !found.has(flame) ? 0.1 : found !== undefined ? 0.55 : 0.3;
    context.fillStyle = fill;
    context.fillRect(left, top + 1, Math.max(0.5, right - left - 1), LINE - 2);
    context.globalAlpha = 1;
    if (flame.path > 0) {
      context.fillStyle = palette.text;
      context.fillRect(left, top + LINE - 3, (right - left) * Math.min(1, flame.path / flame.total), 2);
    }
    if (flame.id === chosen) {
      context.strokeStyle = palette.accent;
      context.lineWidth = 2;
      context.strokeRect(left + 1, top + 2, Math.max(1, right - left - 3), LINE - 4);
    }
    if (right - left < NAMED) continue;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left - 3, LINE);
    context.clip();
    context.fillStyle = palette.text;
    context.fillText(flame.row.title, left + 4, top + LINE / 2);
    context.restore();
  }
}
