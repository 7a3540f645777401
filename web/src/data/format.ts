/** How numbers, durations and times are written. `language` only matters where words or weekdays appear. */
export type Language = 'en' | 'ko';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** At most three digits and one decimal: `12.3`, `123`, never `123.4`. */
function short(value: number): string {
  if (Math.abs(value) >= 99.95) return String(Math.round(value));
  const rounded = Math.round(value * 10) / 10;
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(1);
}

/** `1,234` · `12.3k` · `4.5M` · `7.8G` */
export function formatCount(count: number): string {
  if (Math.abs(count) < 9_999.5) return grouped.format(count);
  for (const [unit, size] of [
    ['k', 1e3],
    ['M', 1e6],
  ] as const) {
    if (Math.abs(count) < size * 999.5) return `${short(count / size)}${unit}`;
  }
  return `${short(count / 1e9)}G`;
}

/** Every digit: `1,234,567` */
export const formatExact = (count: number): string => grouped.format(count);

/** `850 µs` · `41 ms` · `2.1 s` · `3 m 20 s` (`3분 20초`) · `2 h 5 m` · `3 d 4 h`, from ms. */
export function formatDuration(ms: number, language: Language = 'en'): string {
  if (ms < 0) return `−${formatDuration(-ms, language)}`;
  if (ms === 0) return '0 ms';
  if (ms < 0.9995) return `${Math.max(1, Math.round(ms * 1000))} µs`;
  if (ms < 9.95 && !Number.isInteger(ms)) return `${short(ms)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < MINUTE - 50) return `${short(ms / SECOND)} s`;
  const [d, h, m, s] = language === 'ko' ? ['일', '시간', '분', '초'] : [' d', ' h', ' m', ' s'];
  if (ms < HOUR - 500) return pair(ms, MINUTE, m, SECOND, s);
  if (ms < DAY - MINUTE / 2) return pair(ms, HOUR, h, MINUTE, m);
  return pair(ms, DAY, d, HOUR, h);
}

function pair(
  ms: number,
  large: number,
  largeUnit: string | undefined,
  small: number,
  smallUnit: string | undefined,
): string {
  const smalls = Math.round(ms / small);
  const perLarge = large / small;
  const rest = smalls % perLarge;
  const first = `${Math.floor(smalls / perLarge)}${largeUnit}`;
  return rest === 0 ? first : `${first} ${rest}${smallUnit}`;
}

/** `512 B` · `1.5 KiB` · `95 MiB` */
export function formatBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'KiB', 'MiB', 'GiB']) {
    if (value < 999.5) return `${short(value)} ${unit}`;
    value /= 1024;
  }
  return `${short(value)} TiB`;
}

/** `12.3/s`, or `/min` where there is less than one a second: `count` events in `ms`. */
export function formatRate(count: number, ms: number): string {
  if (ms <= 0) return '0/s';
  const perSecond = (count / ms) * SECOND;
  if (count === 0) return '0/s';
  if (perSecond >= 1) return `${formatSmall(perSecond)}/s`;
  return `${formatSmall(perSecond * 60)}/min`;
}

function formatSmall(value: number): string {
  if (value >= 1000) return formatCount(value);
  return value < 0.1 ? '< 0.1' : short(value);
}

/** `4.2%` of a share from 0 to 1. What is not nothing never reads 0.0%, what is not all never 100.0%. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1%';
  if (share < 1 && share >= 0.9995) return '> 99.9%';
  return `${(share * 100).toFixed(1)}%`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:05:33`, in the viewer's zone. */
export function formatTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `14:05:33.042` */
export const formatTimeMs = (at: number): string =>
  `${formatTime(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;

/** `14:05` */
export const formatClock = (at: number): string => formatTime(at).slice(0, 5);

/** `2026-11-23` */
export function formatDate(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `2026-11-23 (Mon) 14:05:33`, `2026-11-23 (월) 14:05:33` */
export function formatDateTime(at: number, language: Language = 'en'): string {
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' }).format(at);
  return `${formatDate(at)} (${weekday}) ${formatTime(at)}`;
}

/** `5 s ago`, `3 min ago`, `2 h ago`, `4 days ago` in the language's own words. */
export function formatAgo(at: number, now: number, language: Language = 'en'): string {
  const ms = Math.max(0, now - at);
  const say = (value: number, unit: Intl.RelativeTimeFormatUnit) =>
    new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'always' }).format(-value, unit);
  if (ms < MINUTE) return say(Math.floor(ms / SECOND), 'second');
  if (ms < HOUR) return say(Math.floor(ms / MINUTE), 'minute');
  if (ms < DAY) return say(Math.floor(ms / HOUR), 'hour');
  return say(Math.floor(ms / DAY), 'day');
}

/** The viewer's zone, named: `Asia/Seoul (UTC+9)`. */
export function formatZone(at: number): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const minutes = -new Date(at).getTimezoneOffset();
  const size = Math.abs(minutes);
  const offset = `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${size % 60 === 0 ? '' : `:${two(size % 60)}`}`;
  return timeZone === 'UTC' ? 'UTC' : `${timeZone} (${offset})`;
}
