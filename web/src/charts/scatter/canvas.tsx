import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { usePalette } from '../../parts/use-palette.ts';
import type { Palette } from '../../theme.ts';
import type { Counts, Dots } from './dots.ts';
import type { Plane } from './plane.ts';
import { createRaster, type Ink, type Rgb, type Show } from './raster.ts';
import classes from './scatter.module.css';

export interface Drawn {
  readonly counts: Counts;
  readonly above: number;
}

interface Props {
  readonly dots: Dots;
  readonly plane: Plane;
  readonly show: Show;
  readonly onDrawn: (drawn: Drawn) => void;
}

/** The dots, as pixels. */
export function Canvas({ dots, plane, show, onDrawn }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const scale = useDevicePixelRatio();
  const ink = inkOf(usePalette());
  const raster = useMemo(createRaster, []);
  const { from, to, yMax } = plane;
  const width = Math.round(plane.width * scale);
  const height = Math.round(plane.height * scale);

  // biome-ignore lint/correctness/useExhaustiveDependencies: ink follows the palette, which is one of two objects
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || width < 1 || height < 2) return;
    const picture = raster(dots, { from, to, yMax, width, height, scale, show }, ink);
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    canvas.style.width = `${picture.width / scale}px`;
    canvas.style.height = `${picture.height / scale}px`;
    canvas.style.left = canvas.style.top = `${-picture.pad / scale}px`;
    context.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
    onDrawn(picture);
  }, [dots, from, to, yMax, width, height, scale, show, ink.failed, raster, onDrawn]);

  return <canvas ref={ref} className={classes.canvas} aria-hidden />;
}

const inks = new Map<Palette, Ink>();

function inkOf(palette: Palette): Ink {
  const known = inks.get(palette);
  if (known) return known;
  const { fastFill, normalFill, slowFill, verySlowFill, errorFill } = palette;
  const ink = { slots: [fastFill, normalFill, slowFill, verySlowFill].map(rgb), failed: rgb(errorFill) };
  inks.set(palette, ink);
  return ink;
}

/** `#rrggbb` */
function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** Device pixels in a pixel of CSS; follows zooming and moving to another screen. More than 2 is not told apart. */
function useDevicePixelRatio(): number {
  const [ratio, setRatio] = useState(window.devicePixelRatio);
  useLayoutEffect(() => {
    const query = window.matchMedia(`(resolution: ${ratio}dppx)`);
    const change = () => setRatio(window.devicePixelRatio);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, [ratio]);
  return Math.min(ratio, 2);
}
