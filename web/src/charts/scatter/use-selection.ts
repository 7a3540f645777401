import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { pointAt } from '../load/cursor.ts';
import type { Area } from './dots.ts';
import { areaOf, firstArea, moveArea, type Plane, type Point, timeAt } from './plane.ts';

/** A drag shorter than this is a click, in pixels of CSS. */
const CLICK = 4;

export interface Selection {
  readonly area: Area | undefined;
  /** Where the pointer is, in the plot; undefined where it is not over it. */
  readonly pointer: Point | undefined;
  readonly handlers: {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerLeave(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

/** A rectangle that is dragged, or moved with arrow keys and confirmed with Enter. `select` gets undefined when cleared. */
export function useSelection(plane: Plane, select: (area: Area | undefined) => void): Selection {
  const [start, setStart] = useState<Point>();
  const [area, setArea] = useState<Area>();
  const [pointer, setPointer] = useState<Point>();

  const clear = (): void => {
    if (area !== undefined) select(undefined);
    setArea(undefined);
  };

  return {
    area,
    pointer,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setStart(pointOf(event));
      },
      onPointerMove(event) {
        const point = pointOf(event);
        setPointer(point);
        pointAt(timeAt(plane, point.x));
        if (start !== undefined && !isClick(start, point)) setArea(areaOf(plane, start, point));
      },
      onPointerUp(event) {
        if (start === undefined) return;
        setStart(undefined);
        const end = pointOf(event);
        if (isClick(start, end)) clear();
        else {
          const dragged = areaOf(plane, start, end);
          setArea(dragged);
          select(dragged);
        }
      },
      onPointerLeave() {
        setPointer(undefined);
        pointAt(undefined);
      },
      onKeyDown(event) {
        if (event.key.startsWith('Arrow')) {
          setArea(area === undefined ? firstArea(plane) : moveArea(plane, area, event.key, event.shiftKey));
        } else if (event.key === 'Enter' && area !== undefined) select(area);
        else if (event.key === 'Escape' && area !== undefined) clear();
        else return;
        event.preventDefault();
      },
    },
  };
}

function pointOf(event: PointerEvent<HTMLElement>): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

const isClick = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) < CLICK && Math.abs(a.y - b.y) < CLICK;
