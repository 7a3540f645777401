import {
  type MouseEvent,
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { saveAs } from './export.ts';
import { type Graph, nameOf } from './graph.ts';
import { NODE, type Placed } from './layout.ts';
import { Count, Link } from './link.tsx';
import { readingOrder } from './neighbours.ts';
import { Node } from './node.tsx';
import css from './server-map.module.css';
import { useKeys } from './use-keys.ts';
import { usePlaced } from './use-placed.ts';
import { useZoom, type Zoom } from './use-zoom.ts';
import { around, opening, reveal, whole } from './view.ts';

/** What the page can ask of the map. */
export interface ServerMapHandle {
  readonly fit: () => void;
  readonly zoom: (factor: number) => void;
  /** Brings a node into the middle. */
  readonly centre: (key: string) => void;
  readonly save: (kind: 'svg' | 'png', name: string) => void;
}

export interface ServerMapProps {
  readonly graph: Graph;
  /** Key of the application that was asked for. */
  readonly center: string;
  /** Length of the range, ms. */
  readonly span: number;
  /** Key of a node or link. */
  readonly selected: string | undefined;
  /** Keys of the nodes that are looked for; the others fade. */
  readonly found?: ReadonlySet<string> | undefined;
  readonly onSelect: (key: string) => void;
  readonly label: string;
  readonly ref?: Ref<ServerMapHandle>;
}

/** The server map: applications and what they call, callers left of callees. */
export function ServerMap({ graph, center, span, selected, found, onSelect, label, ref }: ServerMapProps) {
  const { t } = useTranslation();
  const hint = useId();
  const svg = useRef<SVGSVGElement>(null);
  const layer = useRef<SVGGElement>(null);
  const zoom = useZoom(svg, layer);
  const placed = usePlaced(graph, center);
  const [stop, setStop] = useState<string>();
  const names = useMemo(() => new Map(graph.nodes.map((node) => [node.key, nameOf(node)])), [graph]);
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.key, node])), [graph]);

  useOpening(zoom, placed, center, selected, svg);
  const fit = useCallback(() => {
    zoom.release();
    zoom.show(whole(placed.box, zoom.size()), true);
  }, [zoom, placed]);
  useImperativeHandle(
    ref,
    () => ({
      fit,
      zoom: zoom.by,
      centre: (key) => {
        const at = placed.nodes.get(key);
        if (at) zoom.show(around(at, Math.max(0.8, zoom.view().k), zoom.size()), true);
      },
      save: (kind, name) => void (svg.current && saveAs(kind, svg.current, placed.box, name)),
    }),
    [fit, zoom, placed],
  );

  const focus = useCallback(
    (key: string) => {
      const at = placed.nodes.get(key) ?? placed.labels.get(key);
      if (at) zoom.show(reveal(zoom.view(), at, NODE, zoom.size()), true);
      const attribute = placed.nodes.has(key) ? 'data-node' : 'data-link';
      svg.current
        ?.querySelector<SVGElement>(`[${attribute}="${CSS.escape(key)}"] [role]`)
        ?.focus({ preventScroll: true });
    },
    [placed, zoom],
  );
  const onKeyDown = useKeys({ graph, placed, onSelect, focus, by: zoom.by, fit });
  const onClick = (event: MouseEvent) => {
    const mark = event.target instanceof Element ? event.target.closest<SVGElement>('[data-node],[data-link]') : null;
    const key = mark?.dataset.node ?? mark?.dataset.link;
    if (key !== undefined) onSelect(key);
  };

  const tabStop = [stop, selected, center].find((key) => key !== undefined && nodes.has(key)) ?? graph.nodes[0]?.key;
  const faded = (key: string): boolean => found !== undefined && !found.has(key);
  return (
    <svg
      ref={svg}
      className={css.map}
      role="group"
      aria-label={label}
      aria-describedby={hint}
      onFocus={({ target }) => setStop((before) => keyOfNode(target) ?? before)}
      onClick={onClick}
      onDoubleClick={(event) => event.target === svg.current && fit()}
      onKeyDown={onKeyDown}
    >
      <desc id={hint}>{t('map.keys')}</desc>
      <g ref={layer} className={css.layer}>
        {graph.links.map((link) => {
          const way = placed.links.get(link.key);
          const node = placed.nodes.get(link.from);
          if (way === undefined || node === undefined) return null;
          return (
            <Link
              key={link.key}
              link={link}
              from={names.get(link.from) ?? link.from}
              to={names.get(link.to) ?? link.to}
              node={node}
              way={way}
              selected={selected === link.key}
              near={selected === link.from || selected === link.to}
              faded={faded(link.from) && faded(link.to)}
            />
          );
        })}
        <g className={css.print} aria-hidden>
          {graph.links.map((link) => {
            const at = placed.labels.get(link.key);
            const fades = faded(link.from) && faded(link.to);
            return at && <Count key={link.key} link={link} at={at} selected={selected === link.key} faded={fades} />;
          })}
        </g>
        {readingOrder(placed).map((key) => {
          const node = nodes.get(key);
          const at = placed.nodes.get(key);
          if (node === undefined || at === undefined) return null;
          return (
            <Node
              key={key}
              node={node}
              at={at}
              span={span}
              center={key === center}
              selected={selected === key || node.members.some((member) => member.key === selected)}
              stop={key === tabStop}
              faded={faded(key)}
            />
          );
        })}
      </g>
    </svg>
  );
}

const keyOfNode = (element: Element): string | undefined => element.closest<SVGElement>('[data-node]')?.dataset.node;

/** Shows the map as it opens, and again when it or its room changes, until the viewer has moved it. */
function useOpening(
  zoom: Zoom,
  placed: Placed,
  center: string,
  selected: string | undefined,
  svg: { readonly current: SVGSVGElement | null },
): void {
  const opened = useRef(center);
  // What is selected stays in sight where the room becomes smaller; selecting alone moves nothing.
  const open = useEffectEvent(() => {
    const size = zoom.size();
    const about = placed.nodes.get(selected ?? center) ?? placed.nodes.get(center);
    if (!zoom.touched() && size.width > 0) zoom.show(opening(placed.box, size, about));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another placement is opened anew
  useEffect(() => {
    if (opened.current !== center) zoom.release();
    opened.current = center;
    open();
    const observer = new ResizeObserver(() => open());
    if (svg.current) observer.observe(svg.current);
    return () => observer.disconnect();
  }, [zoom, placed, center, svg]);
}
