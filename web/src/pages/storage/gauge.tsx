import type { ReactNode } from 'react';
import classes from './storage.module.css';

/** A part of a gauge: its share of the whole, from 0 to 1, and how it is drawn. */
export interface Part {
  readonly share: number;
  readonly kind: 'ours' | 'full' | 'others';
}

interface Props {
  readonly title: string;
  /** The value as it is read, such as `12 GiB of 80 GiB (15.0%)`. */
  readonly value: string;
  readonly share: number;
  readonly parts: readonly Part[];
  /** Where a limit is, from 0 to 1. */
  readonly mark?: number | undefined;
  readonly children: ReactNode;
}

/** How much of something is used, as a bar with its facts below. */
export function Gauge({ title, value, share, parts, mark, children }: Props) {
  return (
    <section className={classes.gauge} aria-label={title}>
      <h2>{title}</h2>
      <div className={classes.value}>{value}</div>
      <div
        className={classes.bar}
        role="meter"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(Math.min(share, 1) * 100)}
        aria-valuetext={value}
      >
        {parts.map((part) => (
          <div key={part.kind} data-kind={part.kind} style={{ width: `${Math.min(part.share, 1) * 100}%` }} />
        ))}
        {mark !== undefined && <div className={classes.mark} style={{ left: `${mark * 100}%` }} />}
      </div>
      <dl className={classes.facts}>{children}</dl>
    </section>
  );
}

/** One fact of a gauge; the variable that sets it, if one does. */
export function Fact({ name, setting, children }: { name: ReactNode; setting?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {setting !== undefined && <code className={classes.setting}>{setting}</code>}
      </dd>
    </div>
  );
}
