import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, type ReactNode, useId, useState } from 'react';
import { formatClock, formatDate, formatTime } from '../../data/format.ts';
import type { Range } from '../../data/range.ts';
import { elapsedTicks, timeTicks, zoneOffset } from '../scatter/ticks.ts';
import { pointAt, useCursor } from './cursor.ts';
import css from './load.module.css';
import { type Plot, timeOf, xOf, yOf } from './stack.ts';

interface Props {
  readonly range: Range;
  /** The greatest value to be drawn. */
  readonly most: number;
  readonly label: string;
  /** How a value of the axis is written. */
  readonly unit: (value: number) => string;
  readonly draw: (plot: Plot) => ReactNode;
  /** What is said of the instant the pointer is at. */
  readonly tell: (at: number) => ReactNode;
  /** Drawn over the chart where there is nothing to draw. */
  readonly empty?: ReactNode;
  readonly onZoom?: ((range: Range) => void) | undefined;
  readonly onZoomOut?: (() => void) | undefined;
}

const HEIGHT = 132;
const LEFT = 44;
const BOTTOM = 18;
const TOP = 6;
/** The greatest value stays a little below the upper edge, where its line would be cut in half. */
const HEADROOM = 1.03;
/** A drag narrower than this is a click. */
const SLIP = 4;

/** Axes, cursor and zoom of a chart over time; what stands in it is drawn by the caller. */
export function TimeChart({ range, most, label, unit, draw, tell, empty, onZoom, onZoomOut }: Props) {
  const { ref, width: room } = useElementSize<HTMLDivElement>();
  const clip = useId();
  const cursor = useCursor();
  const [dragged, setDragged] = useState<readonly [number, number]>();
  const [over, setOver] = useState(false);
  const ticks = elapsedTicks(most, 5);
  const plot: Plot = {
    width: Math.max(1, room - LEFT),
    height: HEIGHT - BOTTOM - TOP,
    ...range,
    top: Math.max(most * HEADROOM, ticks.at(-1) ?? 0, 1),
  };
  const times = timeTicks(range.from, range.to, Math.max(1, Math.floor(plot.width / 64)), zoneOffset(range.to));
  const at = cursor !== undefined && cursor >= range.from && cursor < range.to ? cursor : undefined;
  const x = at === undefined ? undefined : xOf(plot, at);

  const place = (event: PointerEvent<SVGElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const onMove = (event: PointerEvent<SVGRectElement>) => {
    pointAt(timeOf(plot, place(event)));
    if (dragged) setDragged([dragged[0], place(event)]);
  };
  const onUp = () => {
    setDragged(undefined);
    if (dragged === undefined || Math.abs(dragged[1] - dragged[0]) < SLIP) return;
    const [from, to] = dragged.map((end) => timeOf(plot, end)).sort((a, b) => a - b);
    if (from !== undefined && to !== undefined) onZoom?.({ from, to });
  };

  return (
    <div ref={ref} className={css.chart} style={{ height: HEIGHT }}>
      {room > 0 && (
        <svg width={room} height={HEIGHT} role="img" aria-label={label} className={css.svg}>
          <clipPath id={clip}>
            <rect width={plot.width} height={plot.height + 1} />
          </clipPath>
          <g transform={`translate(${LEFT} ${TOP})`}>
            {ticks.map((tick) => (
              <g key={tick} transform={`translate(0 ${yOf(plot, tick)})`}>
                <line className={css.grid} x2={plot.width} />
                <text className={css.tick} x={-6} dy="0.35em" textAnchor="end">
                  {tick === 0 ? '0' : unit(tick)}
                </text>
              </g>
            ))}
            {times.at.map((time) => (
              <text
                key={time}
                className={css.tick}
                x={xOf(plot, time)}
                y={plot.height + 14}
                textAnchor={anchor(plot, time)}
              >
                {timeText(time, times.step)}
              </text>
            ))}
            <g clipPath={`url(#${clip})`}>{draw(plot)}</g>
            {x !== undefined && <line className={css.cursor} x1={x} x2={x} y2={plot.height} />}
            {dragged && (
              <rect
                className={css.brush}
                x={Math.min(...dragged)}
                width={Math.abs(dragged[1] - dragged[0])}
                height={plot.height}
              />
            )}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: zooming by mouse; the time range in the frame is for the keyboard */}
            <rect
              className={css.catcher}
              width={plot.width}
              height={plot.height}
              onPointerEnter={() => setOver(true)}
              onPointerLeave={() => {
                setOver(false);
                pointAt(undefined);
              }}
              onPointerMove={onMove}
              onPointerDown={(event) => {
                if (event.button !== 0 || onZoom === undefined) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                setDragged([place(event), place(event)]);
              }}
              onPointerUp={onUp}
              onPointerCancel={() => setDragged(undefined)}
              onDoubleClick={onZoomOut}
            />
          </g>
        </svg>
      )}
      {empty !== undefined && <div className={css.empty}>{empty}</div>}
      {over && at !== undefined && x !== undefined && empty === undefined && !dragged && (
        <div className={css.tip} style={x < plot.width / 2 ? { left: LEFT + x + 10 } : { right: plot.width - x + 10 }}>
          {tell(at)}
        </div>
      )}
    </div>
  );
}

/** Labels at the edges stay inside. */
function anchor(plot: Plot, time: number): 'start' | 'middle' | 'end' {
  const x = xOf(plot, time);
  if (x < 16) return 'start';
  return x > plot.width - 16 ? 'end' : 'middle';
}

function timeText(at: number, step: number): string {
  if (step >= 86_400_000) return formatDate(at).slice(5);
  return step < 60_000 ? formatTime(at) : formatClock(at);
}
