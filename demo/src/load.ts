/** Visits a second on an average moment of the day. */
const average = 3;

/** A day of the shop, from its quiet hours to its busy ones and back, in ms. */
const day = 12 * 60 * 1000;

/** Visits a second, so long (ms) after the start, which is in the morning: load rises. */
export const visitsPerSecond = (elapsed: number, rate: number): number =>
  average * rate * (1 + 0.55 * Math.sin((2 * Math.PI * elapsed) / day));
