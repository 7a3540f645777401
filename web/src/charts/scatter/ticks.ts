const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME_STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 7, 14].map((n) => n * DAY));

export interface TimeTicks {
  /** ms between two ticks: tells how precise a label must be. */
  readonly step: number;
  /** ms since 1970 */
  readonly at: readonly number[];
}

/**
 * Round instants of a clock on the wall between `from` and `to`, at most `most` of them.
 * `offset` is what that clock is ahead of UTC, ms, so that days begin at its midnight.
 */
export function timeTicks(from: number, to: number, most: number, offset: number): TimeTicks {
  const step =
    TIME_STEPS.find((candidate) => (to - from) / candidate <= most) ?? Math.ceil((to - from) / most / DAY) * DAY;
  const at: number[] = [];
  for (let tick = Math.ceil((from + offset) / step) * step - offset; tick < to; tick += step) at.push(tick);
  return { step, at };
}

/** What the viewer's clock is ahead of UTC at an instant, ms. */
export const zoneOffset = (at: number): number => -new Date(at).getTimezoneOffset() * MINUTE;

/** Round numbers from 0 to `yMax`, about `most` of them, in steps of 1, 2 or 5 times a power of ten. */
export function elapsedTicks(yMax: number, most: number): number[] {
  const step = roundUp(yMax / Math.max(1, most));
  const ticks: number[] = [];
  for (let tick = 0; tick <= yMax * 1.0001; tick += step) ticks.push(tick);
  return ticks;
}

/** The least of 1, 2, 5, 10, 20, 50 … that is not below `value`; 1 at least. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value - 1e-9) ?? 10;
  return factor * power;
}
