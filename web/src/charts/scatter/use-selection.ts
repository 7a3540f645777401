import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { pointAt } from '../load/cursor.ts';
import type { Area } from './dots.ts';
import { areaOf, firstArea, moveArea, type Plane, type Point, timeAt } from './plane.ts';

/** A drag shorter than this is a click, in pixels of CSS. */
const CLICK = 4;

export interface Selection {
  /** What is being drawn, else what is selected. */
  readonly area: Area | undefined;
  /** Where the pointer is, in the plot; undefined where it is not over it. */
  readonly pointer: Point | undefined;
  readonly handlers: {
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerLeave(): void;
    onPointerCancel(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
}

/** A rectangle that is dragged, or moved with arrow keys and confirmed with Enter. `select` gets undefined when cleared. */
export function useSelection(
  plane: Plane,
  selected: Area | undefined,
  select: (area: Area | undefined) => void,
): Selection {
  const [start, setStart] = useState<Point>();
  const [draft, setDraft] = useState<Area>();
  const [pointer, setPointer] = useState<Point>();
  const area = draft ?? selected;

  const finish = (result: Area | undefined): void => {
    setDraft(undefined);
    if (result !== undefined || selected !== undefined) select(result);
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
        if (start !== undefined && !isClick(start, point)) setDraft(areaOf(plane, start, point));
      },
      onPointerUp(event) {
        if (start === undefined) return;
        setStart(undefined);
        const end = pointOf(event);
        finish(isClick(start, end) ? undefined : areaOf(plane, start, end));
      },
      onPointerLeave() {
        setPointer(undefined);
        pointAt(undefined);
      },
      onPointerCancel() {
        setStart(undefined);
        setDraft(undefined);
      },
      onKeyDown(event) {
        if (event.key.startsWith('Arrow')) {
          setDraft(area === undefined ? firstArea(plane) : moveArea(plane, area, event.key, event.shiftKey));
        } else if (event.key === 'Enter' && area !== undefined) finish(area);
        else if (event.key === 'Escape' && area !== undefined) finish(undefined);
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
