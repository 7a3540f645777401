import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = Brand<number, 'Millis'>;

/** A UTC day as its number since 1970-01-01. */
export type Day = Brand<number, 'Day'>;

/** Tells the time; tests hand in their own. */
export type Clock = () => Millis;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A slot is the ten minutes after which a stretch of telemetry is closed and repacked. */
export const SLOT = 10 * MINUTE;

export const now: Clock = () => Date.now() as Millis;

export const millis = (value: number): Millis => value as Millis;
export const day = (value: number): Day => value as Day;

export const dayOf = (at: Millis): Day => Math.floor(at / DAY) as Day;
export const dayStart = (of: Day): Millis => (of * DAY) as Millis;

/** The ten-minute slot of its day, 0 … 143. */
export const slotOf = (at: Millis): number => Math.floor((at % DAY) / SLOT);

/** The hour of its day, 0 … 23. */
export const hourOf = (at: Millis): number => Math.floor((at % DAY) / HOUR);

/** The minute of its day, 0 … 1439. */
export const minuteOf = (at: Millis): number => Math.floor((at % DAY) / MINUTE);

/** The first day of the UTC month that holds `of`. */
export function monthStart(of: Day): Day {
  const date = new Date(of * DAY);
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) as Millis);
}

/** The first day of the UTC year that holds `of`. */
export function yearStart(of: Day): Day {
  return dayOf(Date.UTC(new Date(of * DAY).getUTCFullYear(), 0, 1) as Millis);
}

/** The days that touch the half-open range `from` … `to`, oldest first. */
export function daysOf(from: Millis, to: Millis): Day[] {
  const days: Day[] = [];
  for (let at = dayOf(from); dayStart(at) < to; at = (at + 1) as Day) days.push(at);
  return days;
}

/** `2026-11-25` */
export const dayName = (of: Day): string => new Date(of * DAY).toISOString().slice(0, 10);
