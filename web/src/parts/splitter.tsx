import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import css from './splitter.module.css';

interface Props {
  /** Size of the part that follows it, px. */
  readonly size: number;
  readonly least: number;
  readonly most: number;
  readonly onSize: (size: number) => void;
  readonly label: string;
  /** `columns`: a vertical bar between left and right; `rows`: a horizontal one. */
  readonly of: 'columns' | 'rows';
}

const STEP = 24;

/** A bar between two parts that is moved by dragging or by arrow keys. */
export function Splitter({ size, least, most, onSize, label, of }: Props) {
  const start = useRef<{ at: number; size: number }>(undefined);
  const place = (event: PointerEvent) => (of === 'columns' ? event.clientX : event.clientY);
  const set = (next: number) => onSize(Math.round(Math.min(most, Math.max(least, next))));
  const onKeyDown = (event: KeyboardEvent) => {
    const [grow, shrink] = of === 'columns' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === grow) set(size + STEP);
    else if (event.key === shrink) set(size - STEP);
    else if (event.key === 'Home') set(most);
    else if (event.key === 'End') set(least);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={css.splitter}
      data-of={of}
      role="separator"
      aria-orientation={of === 'columns' ? 'vertical' : 'horizontal'}
      aria-label={label}
      aria-valuenow={Math.round(size)}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { at: place(event), size };
      }}
      onPointerMove={(event) => start.current && set(start.current.size + start.current.at - place(event))}
      onPointerUp={() => {
        start.current = undefined;
      }}
    />
  );
}
