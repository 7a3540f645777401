import type { Table, Usage } from '../../kv/kv.ts';
import { firstDay, isOver } from '../../kv/period.ts';
import { type Day, day } from '../../lib/time.ts';
import { type Days, firstKept } from './decide.ts';

/** Whole days that are averaged. */
const LOOKED_AT = 7;

/** How far the forecast looks. */
const HORIZON = 365;

/**
 * Bytes that a whole day adds, by family: the mean of the last whole days, at most seven. The very first day began
 * somewhere in its middle and counts only while it is the only one. Families that are not kept by day are left out:
 * what a part of a month adds says little. undefined before there is a whole day.
 */
export function growth(usage: readonly Usage[], today: Day): Map<string, number> | undefined {
  const whole = usage.filter(({ table, day }) => table.period === 'day' && day !== undefined && day < today);
  const days = [...new Set(whole.map(({ day }) => day ?? today))].sort((a, b) => a - b);
  const [first] = days.length > 1 ? days.slice(1) : days;
  if (first === undefined) return undefined;
  const from = day(Math.max(first, today - LOOKED_AT));
  const perFamily = new Map<string, number>();
  for (const { table, day, bytes } of whole) {
    if (day === undefined || day < from) continue;
    perFamily.set(table.family, (perFamily.get(table.family) ?? 0) + bytes / (today - from));
  }
  return perFamily;
}

/**
 * In how many days there will be more than the quota, if every day adds what `perDay` says and what is too old is
 * dropped; undefined: not within a year.
 */
export function daysUntil(
  quota: number,
  usage: readonly Usage[],
  { today, days, perDay }: { readonly today: Day; readonly days: Days; readonly perDay: ReadonlyMap<string, number> },
): number | undefined {
  const tables = new Map(usage.map(({ table }) => [table.family, table]));
  let stored: readonly Stored[] = usage;
  for (let ahead = 0; ahead <= HORIZON; ahead++) {
    const now = day(today + ahead);
    stored = stored.filter(({ table, day }) => {
      const before = firstKept(table.family, now, days);
      return before === undefined || !isOver(table, day, before);
    });
    if (stored.reduce((sum, { bytes }) => sum + bytes, 0) > quota) return ahead;
    // What today will still add is not known to the hour: it counts as a whole day, from tomorrow on.
    const added = [...tables].map(([family, table]) => ({
      table,
      day: firstDay(table, now),
      bytes: perDay.get(family) ?? 0,
    }));
    stored = [...stored, ...added];
  }
  return undefined;
}

interface Stored {
  readonly table: Table;
  readonly day: Day | undefined;
  readonly bytes: number;
}
