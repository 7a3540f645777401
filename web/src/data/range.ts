const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A stretch of time, ms since 1970; `from` inclusive, `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}
/** What was chosen: a fixed stretch, or the newest `last` ms. */
export type RangeChoice = Range | { readonly last: number };

export const presets: readonly number[] = [
  5 * MINUTE,
  20 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];
export const DEFAULT_RANGE: RangeChoice = { last: 5 * MINUTE };

/** A range this narrow is what a slip of the mouse selects, not a person. */
const NARROWEST = SECOND;

export const isRelative = (choice: RangeChoice): choice is { readonly last: number } => 'last' in choice;

export const width = (choice: RangeChoice): number => (isRelative(choice) ? choice.last : choice.to - choice.from);

/**
 * The stretch that a choice means at `now`, in whole minutes: calls are counted by the minute, and only so do the map,
 * its charts and the dots speak of the same calls. A relative one ends with the minute that is under way.
 */
export function resolveRange(choice: RangeChoice, now: number): Range {
  if (!isRelative(choice)) return { from: floor(choice.from), to: ceil(choice.to) };
  const to = floor(now) + MINUTE;
  return { from: floor(to - choice.last), to };
}

const floor = (at: number): number => Math.floor(at / MINUTE) * MINUTE;
const ceil = (at: number): number => Math.ceil(at / MINUTE) * MINUTE;

/** The stretch of the same width before (-1) or after (1). One that would end after `now` is the newest again. */
export function shift(choice: RangeChoice, direction: -1 | 1, now: number): RangeChoice {
  const { from, to } = resolveRange(choice, now);
  const by = direction * (to - from);
  return to + by > now ? { last: to - from } : { from: from + by, to: to + by };
}

const units: readonly (readonly [string, number])[] = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
];

/** `3600000` → `1h`: the greatest unit that divides it. */
export function spanText(ms: number): string {
  const [unit, size] = units.find(([, size]) => ms % size === 0) ?? ['s', SECOND];
  return `${Math.max(1, Math.round(ms / size))}${unit}`;
}

/** `1h` → `3600000`; undefined where it is not a span. */
export function readSpan(text: string | undefined): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text ?? '');
  const size = units.find(([unit]) => unit === match?.[2])?.[1];
  if (!match || size === undefined) return undefined;
  const ms = Number(match[1]) * size;
  return ms >= NARROWEST ? ms : undefined;
}

/** A fixed range from two texts of ms since 1970; undefined where they are not one. */
export function readRange(from: string | undefined, to: string | undefined): Range | undefined {
  if (!/^\d{1,15}$/.test(from ?? '') || !/^\d{1,15}$/.test(to ?? '')) return undefined;
  const range = { from: Number(from), to: Number(to) };
  return range.to - range.from >= NARROWEST ? range : undefined;
}
