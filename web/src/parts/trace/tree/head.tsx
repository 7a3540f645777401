import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, columns } from './columns.ts';
import classes from './tree.module.css';

interface Props {
  readonly template: string;
  /** px; undefined: as it was at first */
  readonly onResize: (key: Column['key'], width: number | undefined) => void;
}

/** Names of the columns. Their right edges are dragged to resize them; a double click undoes that. */
export function Head({ template, onResize }: Props) {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
      {columns.map(({ key, number }, i) => (
        <div key={key} role="columnheader" aria-colindex={i + 1} className={number ? classes.number : undefined}>
          <span className="ellipsis">{t(`trace.tree.${key}`)}</span>
          {number && <span className={classes.unit}>ms</span>}
          <span
            className={classes.edge}
            aria-hidden
            onPointerDown={(event) => drag(event, (width) => onResize(key, width))}
            onDoubleClick={() => onResize(key, undefined)}
          />
        </div>
      ))}
    </div>
  );
}

function drag(event: PointerEvent<HTMLElement>, set: (width: number) => void): void {
  const edge = event.currentTarget;
  const left = edge.parentElement?.getBoundingClientRect().left ?? 0;
  edge.setPointerCapture(event.pointerId);
  const move = (moved: globalThis.PointerEvent): void => set(moved.clientX - left);
  edge.addEventListener('pointermove', move);
  edge.addEventListener('pointerup', () => edge.removeEventListener('pointermove', move), { once: true });
  event.preventDefault();
}
