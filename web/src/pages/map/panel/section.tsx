import type { ReactNode } from 'react';
import css from './panel.module.css';

interface Props {
  readonly title: string;
  /** Unit, legend or switch beside the title. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the panel under its heading. */
export function Section({ title, note, children }: Props) {
  return (
    <section className={css.section}>
      <div className={css.head}>
        <h3>{title}</h3>
        {note !== undefined && <span className={css.note}>{note}</span>}
      </div>
      {children}
    </section>
  );
}
