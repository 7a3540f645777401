import type { StoredKind, StoredPeriod } from '../../../../server/src/query/schema/storage.ts';

const lengths = { day: 10, month: 7, year: 4, permanent: 0 } as const;

/** `2026-11-25`, `2026-11` or `2026`; nothing for what has no period. */
export const periodName = (day: string | null, period: StoredKind['period']): string =>
  day?.slice(0, lengths[period]) ?? '';

/** Spans of all periods in which they were counted; null where they never were. */
export function spansOf(days: readonly StoredPeriod[]): number | null {
  const counted = days.flatMap(({ spans }) => spans ?? []);
  return counted.length === 0 ? null : counted.reduce((sum, spans) => sum + spans, 0);
}

const DAY = 86_400_000;
const DAYS_LIMIT = 400;

/**
 * The periods to draw side by side. Days that have nothing stand there too: a gap in time is a gap on screen. Months and
 * years are drawn as they come.
 */
export function barsOf(
  days: readonly StoredPeriod[],
  period: StoredKind['period'],
): readonly { readonly day: string; readonly bytes: number }[] {
  const bytes = new Map(days.flatMap(({ day, bytes }) => (day === null ? [] : [[day, bytes] as const])));
  const [first] = bytes.keys();
  const last = [...bytes.keys()].at(-1);
  if (period !== 'day' || first === undefined || last === undefined) {
    return [...bytes].map(([day, of]) => ({ day, bytes: of }));
  }
  const count = Math.min((Date.parse(last) - Date.parse(first)) / DAY + 1, DAYS_LIMIT);
  return Array.from({ length: count }, (_, ahead) => {
    const day = new Date(Date.parse(last) - (count - 1 - ahead) * DAY).toISOString().slice(0, 10);
    return { day, bytes: bytes.get(day) ?? 0 };
  });
}
