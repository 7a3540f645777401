import { select } from 'd3-selection';
import { type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import type { Size, View } from './view.ts';
import { ZOOM } from './view.ts';

export interface Zoom {
  readonly view: () => View;
  readonly size: () => Size;
  /** Goes to a view; `gently` where the viewer asked for it and does not mind motion. */
  readonly show: (view: View, gently?: boolean) => void;
  readonly by: (factor: number) => void;
  /** Whether the viewer has moved the map by hand: it then stays where it is. */
  readonly touched: () => boolean;
  readonly release: () => void;
}

/** Below this scale small print is left out: it could not be read. */
const FAR = 0.42;

/**
 * Zoom and pan of `svg` by wheel, drag and touch. Frames go straight to the style of `layer`, past React, so that
 * a map of hundreds of nodes moves with the hand.
 */
export function useZoom(svg: RefObject<SVGSVGElement | null>, layer: RefObject<SVGGElement | null>): Zoom {
  const behavior = useRef<ZoomBehavior<SVGSVGElement, unknown> | undefined>(undefined);
  const view = useRef<View>({ k: 1, x: 0, y: 0 });
  const touched = useRef(false);

  useEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([ZOOM.least, ZOOM.most])
      .clickDistance(4)
      .on('zoom', ({ transform, sourceEvent }: { transform: View; sourceEvent: unknown }) => {
        const { k, x, y } = transform;
        view.current = { k, x, y };
        if (sourceEvent) touched.current = true;
        if (layer.current) layer.current.style.transform = `translate(${x}px,${y}px) scale(${k})`;
        element.toggleAttribute('data-far', k < FAR);
      });
    behavior.current = zooming;
    const selection = select(element);
    selection.call(zooming).on('dblclick.zoom', null);
    return () => void selection.on('.zoom', null);
  }, [svg, layer]);

  const size = useCallback((): Size => {
    const { width, height } = svg.current?.getBoundingClientRect() ?? { width: 0, height: 0 };
    return { width, height };
  }, [svg]);

  const show = useCallback(
    (to: View, gently = false) => {
      if (svg.current === null || behavior.current === undefined) return;
      layer.current?.toggleAttribute('data-glide', gently);
      behavior.current.transform(select(svg.current), zoomIdentity.translate(to.x, to.y).scale(to.k));
    },
    [svg, layer],
  );

  const by = useCallback(
    (factor: number) => {
      if (svg.current === null || behavior.current === undefined) return;
      layer.current?.toggleAttribute('data-glide', true);
      touched.current = true;
      behavior.current.scaleBy(select(svg.current), factor);
    },
    [svg, layer],
  );

  return useMemo(
    () => ({
      view: () => view.current,
      size,
      show,
      by,
      touched: () => touched.current,
      release: () => {
        touched.current = false;
      },
    }),
    [size, show, by],
  );
}
