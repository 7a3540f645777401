import type { Usage } from '../../kv/kv.ts';
import { isOver } from '../../kv/period.ts';
import { type Day, day, dayOf, type Millis } from '../../lib/time.ts';

/** Rows of a family are kept so many days beside today; a family that is left out is kept forever. */
export type Days = ReadonlyMap<string, number>;

export interface Limits {
  readonly now: Millis;
  readonly days: Days;
  /** Bytes that all families may have together. */
  readonly quota: number;
  /** It was full before: then there must be some room, not just enough, for it to be full no more. */
  readonly wasFull?: boolean;
}

/** Everything of a family before a day goes. */
export interface Expiry {
  readonly family: string;
  readonly before: Day;
  readonly why: 'age' | 'quota';
  readonly bytes: number;
}

export interface Decision {
  /** At most one of each family. */
  readonly expire: readonly Expiry[];
  /** Bytes that are left afterwards. */
  readonly used: number;
  /** Nothing more can go, and it is still too much. */
  readonly full: boolean;
}

/** The share of the quota down to which what was full must be emptied. */
const ROOM = 0.95;

/** What gives way to the quota, in this order: what is most first, what says most of a failure last. */
const givesWay = ['trace', 'number', 'error'];

/**
 * What is to be dropped: first what is too old, then, while all that is left is more than the quota, the oldest day
 * of the families that give way. Today never goes. Deciding again after it was done drops nothing.
 */
export function decide(usage: readonly Usage[], { now, days, quota, wasFull = false }: Limits): Decision {
  const today = dayOf(now);
  const expire = new Map<string, Expiry>();
  const drop = (one: Usage, before: Day, why: Expiry['why']): void => {
    const { family } = one.table;
    const bytes = (expire.get(family)?.bytes ?? 0) + one.bytes;
    expire.set(family, { family, before, why, bytes });
  };
  const kept: Usage[] = [];
  for (const one of usage) {
    const before = firstKept(one.table.family, today, days);
    if (before !== undefined && isOver(one.table, one.day, before)) drop(one, before, 'age');
    else kept.push(one);
  }
  const most = wasFull ? quota * ROOM : quota;
  let used = sumOf(kept);
  for (const family of givesWay) {
    const past = kept.filter(({ table, day }) => table.family === family && isOver(table, day, today));
    const byDay = [...Map.groupBy(past, (one) => one.day as Day)].sort(([a], [b]) => a - b);
    for (const [oldest, tables] of byDay) {
      if (used <= most) break;
      for (const one of tables) drop(one, day(oldest + 1), 'quota');
      used -= sumOf(tables);
    }
  }
  return { expire: [...expire.values()], used, full: used > most };
}

/** The first day of a family that is not too old; undefined: it is kept forever. */
export function firstKept(family: string, today: Day, days: Days): Day | undefined {
  const kept = days.get(family);
  return kept === undefined ? undefined : day(today - kept);
}

const GIB = 1024 ** 3;

/** The quota where none is set: 80 % of the space that nobody else has, but at least 1 GiB. */
export const defaultQuota = (used: number, free: number): number => Math.max(GIB, Math.floor(0.8 * (used + free)));

const sumOf = (usage: readonly Usage[]): number => usage.reduce((sum, { bytes }) => sum + bytes, 0);
