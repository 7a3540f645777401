import { formatClock, formatDate, formatTime } from '../../data/format.ts';
import css from './load.module.css';

/** `2026-11-23 08:12 – 08:13`: the time slot that a tooltip speaks of. */
export function SlotTime({ at, slot }: { at: number; slot: number }) {
  const write = slot < 60_000 ? formatTime : formatClock;
  return (
    <div className={css.when}>
      {formatDate(at)} {write(at)} – {write(at + slot)}
    </div>
  );
}
