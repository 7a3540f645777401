import { useEffect, useState } from 'react';
import { serverNow } from '../../data/clock.ts';
import type { Range } from '../../data/range.ts';

/**
 * The stretch of time that is drawn: `range`, or while live one of its width that ends now. It moves whenever it has
 * moved by a pixel (`msPerPixel`), so it glides and yet nothing is drawn twice for the same picture.
 */
export function useWindow(range: Range, live: boolean, msPerPixel: number): Range {
  const width = range.to - range.from;
  const [end, setEnd] = useState(serverNow);
  useEffect(() => {
    if (!live || !(msPerPixel > 0)) return;
    let frame = 0;
    const move = (): void => {
      setEnd(Math.floor(serverNow() / msPerPixel) * msPerPixel);
      frame = requestAnimationFrame(move);
    };
    move();
    return () => cancelAnimationFrame(frame);
  }, [live, msPerPixel]);
  return live ? { from: end - width, to: end } : range;
}
