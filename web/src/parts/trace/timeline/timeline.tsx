import { useComputedColorScheme } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import IconZoomIn from '@tabler/icons-react/icons/IconZoomIn';
import IconZoomOut from '@tabler/icons-react/icons/IconZoomOut';
import IconZoomReset from '@tabler/icons-react/icons/IconZoomReset';
import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trace, TraceRow } from '../../../../../server/src/query/schema/trace.ts';
import { formatExact } from '../../../data/format.ts';
import { useFormat } from '../../../data/use-format.ts';
import { usePalette } from '../../use-palette.ts';
import { sumsOf } from '../families.ts';
import { Tool } from '../tool.tsx';
import shared from '../trace-view.module.css';
import type { TreeState } from '../tree/use-tree.ts';
import { draw, heightOf, LINE, lineAt, lineTop } from './draw.ts';
import { type Bar, barAt, type Layout, layout, type Span, within, zoomAt } from './layout.ts';
import { Ruler } from './ruler.tsx';
import classes from './timeline.module.css';

interface Props {
  readonly trace: Trace;
  readonly whole: Span;
  readonly state: TreeState;
  readonly onShow: () => void;
}

/** A drag shorter than this is a click, px. */
const CLICK = 4;

/** The same trace as bars in time, a lane for each agent. The selected call is the call tree's. */
export function Timeline({ trace, whole, state, onShow }: Props) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const all = useMemo(() => layout(trace), [trace]);
  const places = useMemo(() => placesOf(all), [all]);
  const [span, setSpan] = useState(whole);
  const { ref: sized, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const both = useMergedRef(sized, scroller);
  const [scroll, setScroll] = useState(0);
  const [hover, setHover] = useState<{ bar: Bar; x: number; y: number }>();
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const { selected, select } = state;
  const row = trace.rows[selected];
  const calls = useMemo(() => sumsOf(state.tree).calls, [state.tree]);

  // Brings the selected bar into sight, in both directions.
  useEffect(() => {
    const place = places.get(selected);
    const element = scroller.current;
    if (place === undefined || element === null || height === 0) return;
    const top = lineTop(all, place.lane, place.level);
    if (top < element.scrollTop) element.scrollTop = top - LINE;
    else if (top + LINE > element.scrollTop + height) element.scrollTop = top - height + 2 * LINE;
    if (row) setSpan((before) => intoSight(whole, before, row));
  }, [all, places, selected, row, whole, height]);

  const zoom = (factor: number): void => {
    const middle = row ? row.start + row.elapsed / 2 : (span.from + span.to) / 2;
    const at = middle > span.from && middle < span.to ? middle : (span.from + span.to) / 2;
    setSpan(zoomAt(whole, span, at, factor));
  };
  const msAt = (x: number): number => span.from + (x / width) * (span.to - span.from);
  const barUnder = (point: Point): Bar | undefined => {
    const line = lineAt(all, point.y);
    const lane = line && all.lanes[line.lane];
    if (line === undefined || lane === undefined) return undefined;
    return barAt(all, lane.top + line.level, msAt(point.x), (3 / width) * (span.to - span.from));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') select(Math.min(selected + 1, trace.rows.length - 1));
    else if (event.key === 'ArrowUp') select(Math.max(selected - 1, 0));
    else if (event.key === 'ArrowRight') setSpan(pan(whole, span, 0.1));
    else if (event.key === 'ArrowLeft') setSpan(pan(whole, span, -0.1));
    else if (event.key === '+' || event.key === '=') zoom(2);
    else if (event.key === '-') zoom(0.5);
    else if (event.key === '0') setSpan(whole);
    else if (event.key === 'Enter') onShow();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.frame}>
      <div className={shared.tools}>
        <span className={classes.hint}>{t('trace.lanes.hint')}</span>
        <Tool label={t('trace.lanes.zoomIn')} onClick={() => zoom(2)} icon={<IconZoomIn size={16} />} />
        <Tool label={t('trace.lanes.zoomOut')} onClick={() => zoom(0.5)} icon={<IconZoomOut size={16} />} />
        <Tool label={t('trace.lanes.all')} onClick={() => setSpan(whole)} icon={<IconZoomReset size={16} />} />
      </div>
      <Ruler span={span} width={width} />
      <div
        ref={both}
        className={classes.scroller}
        role="group"
        tabIndex={0}
        aria-label={t('trace.lanes.name', {
          application: trace.applications.map((one) => one.applicationName).join(', '),
          calls: formatExact(calls),
          duration: duration(trace.elapsed),
        })}
        aria-description={t('trace.lanes.keys')}
        onScroll={(event) => setScroll(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: pointOf(event).x, to: pointOf(event).x });
        }}
        onPointerMove={(event) => {
          const point = pointOf(event);
          if (drag) setDrag({ ...drag, to: point.x });
          const bar = drag ? undefined : barUnder(point);
          setHover(bar && { bar, x: event.clientX, y: event.clientY });
        }}
        onPointerUp={(event) => {
          if (drag === undefined) return;
          setDrag(undefined);
          const [left, right] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
          if (right - left >= CLICK) setSpan(within(whole, { from: msAt(left), to: msAt(right) }));
          else {
            const bar = barUnder(pointOf(event));
            if (bar) select(bar.row.id);
          }
        }}
        onPointerLeave={() => setHover(undefined)}
        onDoubleClick={() => setSpan(whole)}
      >
        <div style={{ height: Math.max(heightOf(all), height) }}>
          <Lanes
            trace={trace}
            all={all}
            span={span}
            width={width}
            height={height}
            scroll={scroll}
            selected={selected}
            hovered={hover?.bar.row.id ?? -1}
          />
        </div>
        {drag && Math.abs(drag.to - drag.from) >= CLICK && (
          <span
            className={classes.range}
            style={{
              left: Math.min(drag.from, drag.to),
              width: Math.abs(drag.to - drag.from),
              height: Math.max(heightOf(all), height),
            }}
          />
        )}
      </div>
      {hover && <Tip row={hover.bar.row} x={hover.x} y={hover.y} />}
      <span className={classes.says} aria-live="polite">
        {row && `${row.title} ${duration(row.elapsed)}`}
      </span>
    </div>
  );
}

interface LanesProps {
  readonly trace: Trace;
  readonly all: Layout;
  readonly span: Span;
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
  readonly selected: number;
  readonly hovered: number;
}

function Lanes({ trace, all, span, width, height, scroll, selected, hovered }: LanesProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const scheme = useComputedColorScheme('light');
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.scale(scale, scale);
    const font = getComputedStyle(canvas).fontFamily;
    draw(context, { trace, layout: all, span, width, height, scroll, selected, hovered, palette, scheme, font });
  }, [trace, all, span, width, height, scroll, selected, hovered, palette, scheme]);
  return <canvas ref={ref} className={classes.canvas} style={{ width, height }} aria-hidden />;
}

function Tip({ row, x, y }: { readonly row: TraceRow; readonly x: number; readonly y: number }) {
  const { duration } = useFormat();
  const right = x > window.innerWidth / 2;
  return (
    <div className={classes.tip} style={{ top: y + 16, ...(right ? { right: window.innerWidth - x } : { left: x }) }}>
      <b>{row.title}</b> {duration(row.elapsed)} · +{duration(row.start)}
      {row.argument !== '' && <p>{row.argument}</p>}
    </div>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** In the lanes, scrolled or not. */
function pointOf(event: PointerEvent<HTMLElement>): Point {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top + event.currentTarget.scrollTop };
}

function placesOf(all: Layout): ReadonlyMap<number, { lane: number; level: number }> {
  const places = new Map<number, { lane: number; level: number }>();
  all.lanes.forEach(({ bars }, lane) => {
    for (const { row, level } of bars) places.set(row.id, { lane, level });
  });
  return places;
}

const pan = (whole: Span, span: Span, share: number): Span => {
  const by = (span.to - span.from) * share;
  return within(whole, { from: span.from + by, to: span.to + by });
};

/** `span` moved so that a call is in it; as it was if it is already. */
function intoSight(whole: Span, span: Span, { start, elapsed }: TraceRow): Span {
  if (start + elapsed >= span.from && start <= span.to) return span;
  const half = (span.to - span.from) / 2;
  return within(whole, { from: start - half, to: start + half });
}
