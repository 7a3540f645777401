import { useElementSize } from '@mantine/hooks';
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatExact, formatTime, formatZone } from '../../data/format.ts';
import type { Range } from '../../data/range.ts';
import { useStored } from '../../data/stored.ts';
import { useFormat } from '../../data/use-format.ts';
import { useCursor } from '../load/cursor.ts';
import { Axes } from './axes.tsx';
import { Canvas, type Drawn } from './canvas.tsx';
import { type Area, type Counts, countIn, type Dots, slowest } from './dots.ts';
import { Legend, type Scale } from './legend.tsx';
import { elapsedAt, fit, type Plane, type Point, rectOf, timeAt, xOf, zoom } from './plane.ts';
import type { Show } from './raster.ts';
import classes from './scatter.module.css';
import type { StreamState } from './stream.ts';
import { useSelection } from './use-selection.ts';

/** A rectangle of the chart, as the list of transactions asks for it. */
export interface Selected {
  readonly from: number;
  readonly to: number;
  readonly elapsedFrom: number;
  /** ms, inclusive; undefined where the rectangle touches the upper edge, on which all slower dots lie */
  readonly elapsedTo: number | undefined;
  readonly status: Show;
}

interface Props {
  readonly data: Dots;
  readonly range: Range;
  /** ms at the upper edge; the viewer's own choice if left out */
  readonly yMax?: number | undefined;
  /** which dots are shown at first */
  readonly mode?: Show;
  /** the rectangle that stays drawn */
  readonly selected?: Selected | undefined;
  /** a rectangle was drawn; undefined when it was cleared */
  readonly onSelect?: (selected: Selected | undefined) => void;
  /** dots are on their way: an empty chart says so */
  readonly live?: boolean;
  /** the instant of the figures beside the chart, ms: later dots are drawn, but not counted yet */
  readonly until?: number | undefined;
  /** dots are still missing: a chart without any does not say that there are none */
  readonly outdated?: boolean;
  /** of the live stream: says so where it is broken */
  readonly stream?: StreamState;
}

const MARGIN = { top: 8, right: 8, bottom: 24, left: 48 };

/** Dots by time and response time. Fills its parent, which gives it a height. */
export function Scatter({
  data,
  range,
  yMax: given,
  mode = 'all',
  selected,
  onSelect,
  live = false,
  until = range.to,
  outdated = false,
  stream = 'off',
}: Props) {
  const { t } = useTranslation();
  const { ref, width: outerWidth, height: outerHeight } = useElementSize();
  const width = Math.max(0, outerWidth - MARGIN.left - MARGIN.right);
  const height = Math.max(0, outerHeight - MARGIN.top - MARGIN.bottom);
  const [show, setShow] = useState(mode);
  const [stored, setStored] = useStored<string>('scatter.scale', 'auto');
  const scale: Scale = given ?? (stored === 'auto' ? 'auto' : Number(stored) || 'auto');
  const setScale = (next: Scale) => setStored(String(next));
  const yMax = scale === 'auto' ? fit(slowest(data, range.from, range.to)) : scale;
  const [drawn, setDrawn] = useState<Drawn>({ counts: { success: 0, failed: 0 }, above: 0 });
  const plane: Plane = { from: range.from, to: range.to, yMax, width, height };
  const counts = useCounts(data, range, until, drawn.counts);

  return (
    <div className={classes.root}>
      <Legend counts={counts} show={show} onShow={setShow} scale={scale} onScale={setScale} />
      <div ref={ref} className={classes.frame}>
        {width > 0 && height > 0 && (
          <Plot
            data={data}
            plane={plane}
            show={show}
            drawn={drawn}
            setDrawn={setDrawn}
            setScale={setScale}
            selected={selected}
            onSelect={onSelect}
          />
        )}
        {live && stream === 'broken' && (
          <p className={classes.broken} role="status">
            {t('trace.scatter.broken')}
          </p>
        )}
        {!outdated && drawn.counts.success + drawn.counts.failed === 0 && (
          <p className={classes.empty}>{t(live ? 'trace.scatter.emptyLive' : 'trace.scatter.empty')}</p>
        )}
      </div>
    </div>
  );
}

/** How many dots there are of each kind until an instant; those that were drawn where that is the end of the range. */
function useCounts(data: Dots, { from, to }: Range, until: number, drawn: Counts): Counts {
  const counted = useMemo(
    () =>
      until < to ? countIn(data, { from, to: until, elapsedFrom: 0, elapsedTo: Number.POSITIVE_INFINITY }) : undefined,
    [data, from, to, until],
  );
  return counted ?? drawn;
}

interface PlotProps {
  readonly data: Dots;
  readonly plane: Plane;
  readonly show: Show;
  readonly drawn: Drawn;
  readonly setDrawn: (drawn: Drawn) => void;
  readonly setScale: (scale: Scale) => void;
  readonly selected: Selected | undefined;
  readonly onSelect: Props['onSelect'];
}

function Plot({ data, plane, show, drawn, setDrawn, setScale, selected, onSelect }: PlotProps) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { area, pointer, handlers } = useSelection(plane, selected && areaOfSelected(selected), (drawn) =>
    onSelect?.(drawn && { ...drawn, elapsedTo: finite(drawn.elapsedTo), status: show }),
  );
  const wheel = useWheelZoom((direction) => setScale(zoom(plane.yMax, direction)));
  const hint = useId();
  const rect = area && rectOf(plane, area);
  return (
    <>
      <svg className={classes.overlay} aria-hidden>
        <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
          <Axes plane={plane} />
        </g>
      </svg>
      <div
        ref={wheel}
        className={classes.plot}
        style={{ left: MARGIN.left, top: MARGIN.top, width: plane.width, height: plane.height }}
        role="group"
        tabIndex={0}
        aria-label={t('trace.scatter.name', {
          success: formatExact(drawn.counts.success),
          failed: formatExact(drawn.counts.failed),
          from: formatTime(plane.from),
          to: formatTime(plane.to),
          zone: formatZone(plane.to),
        })}
        aria-describedby={hint}
        {...handlers}
      >
        <Canvas dots={data} plane={plane} show={show} onDrawn={setDrawn} />
        <svg className={classes.overlay} aria-hidden>
          <Cursor plane={plane} pointer={pointer} />
          {rect && <rect className={classes.selection} {...rect} />}
        </svg>
        {pointer && inside(plane, pointer) && (
          <output className={classes.readout} style={besidePointer(plane, pointer)}>
            {formatTime(timeAt(plane, pointer.x))} · {duration(elapsedAt(plane, pointer.y))}
          </output>
        )}
      </div>
      {drawn.above > 0 && (
        <button type="button" className={classes.above} onClick={() => setScale('auto')}>
          ▲{' '}
          {t('trace.scatter.above', {
            count: drawn.above,
            number: formatExact(drawn.above),
            limit: duration(plane.yMax),
          })}
        </button>
      )}
      <span id={hint} className={classes.hidden}>
        {t('trace.scatter.keys')}
      </span>
      <span className={classes.hidden} aria-live="polite">
        {area && <Says data={data} area={area} />}
      </span>
    </>
  );
}

/** Where the pointer is; or, while it is on another chart of the page, the same instant. */
function Cursor({ plane, pointer }: { readonly plane: Plane; readonly pointer: Point | undefined }) {
  const instant = useCursor();
  const { width, height } = plane;
  if (pointer) {
    return <path className={classes.cross} d={`M${crisp(pointer.x)} 0V${height} M0 ${crisp(pointer.y)}H${width}`} />;
  }
  if (instant === undefined || instant < plane.from || instant >= plane.to) return null;
  return <path className={classes.cross} d={`M${crisp(xOf(plane, instant))} 0V${height}`} />;
}

const crisp = (px: number): number => Math.round(px) + 0.5;

/** The selection in words, for those who do not see it. */
function Says({ data, area }: { readonly data: Dots; readonly area: Area }) {
  const { t } = useTranslation();
  const { duration } = useFormat();
  const { success, failed } = countIn(data, area);
  const upTo = finite(area.elapsedTo);
  return t('trace.scatter.selected', {
    from: formatTime(area.from),
    to: formatTime(area.to),
    slower: duration(area.elapsedFrom),
    faster: upTo === undefined ? '∞' : duration(upTo),
    success: formatExact(success),
    failed: formatExact(failed),
  });
}

const areaOfSelected = ({ from, to, elapsedFrom, elapsedTo }: Selected): Area => ({
  from,
  to,
  elapsedFrom,
  elapsedTo: elapsedTo ?? Number.POSITIVE_INFINITY,
});

const finite = (elapsed: number): number | undefined => (Number.isFinite(elapsed) ? elapsed : undefined);

const inside = (plane: Plane, { x, y }: Point): boolean => x >= 0 && y >= 0 && x <= plane.width && y <= plane.height;

/** On the side of the pointer that has room. */
function besidePointer(plane: Plane, { x, y }: Point): React.CSSProperties {
  return {
    ...(x < plane.width / 2 ? { left: x + 10 } : { right: plane.width - x + 10 }),
    ...(y < 32 ? { top: y + 10 } : { bottom: plane.height - y + 8 }),
  };
}

/**
 * The wheel changes the scale where that is meant: with Ctrl or ⌘, or once the plot has the focus. Elsewhere it scrolls
 * the page as it does everywhere.
 */
function useWheelZoom(turn: (direction: number) => void): React.RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== ref.current) return;
    event.preventDefault();
    turn(event.deltaY);
  });
  useEffect(() => {
    const plot = ref.current;
    // React's own wheel listeners are passive: they cannot keep the page from scrolling.
    const listen = (event: WheelEvent) => onWheel(event);
    plot?.addEventListener('wheel', listen, { passive: false });
    return () => plot?.removeEventListener('wheel', listen);
  }, []);
  return ref;
}
