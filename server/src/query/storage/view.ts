import { type Day, dayName, dayOf, type Millis } from '../../lib/time.ts';
import { daysUntil, growth } from '../../store/retention/forecast.ts';
import type { Keep, StorageState } from '../../store/retention/storage.ts';
import type { StorageView, StoredKind, StoredPeriod } from '../schema/storage.ts';

type Usage = StorageState['usage'][number];

/** The families in the order in which they are shown; others come behind. */
const order = ['trace', 'number', 'error', 'map10', 'map60', 'base', 'permanent'];

/** How full the storage is. `spans` says how many a day holds, undefined where nobody counted. */
export function viewStorage(
  { usage, keeps, quota, disk, least, guard }: StorageState,
  spans: ReadonlyMap<Day, number | undefined>,
  now: Millis,
): StorageView {
  const today = dayOf(now);
  const days = new Map(keeps.map(({ family, days }) => [family, days]));
  const perDay = growth(usage, today);
  return {
    quota: Math.round(quota),
    used: sumOf(usage, ({ bytes }) => bytes),
    free: disk.free,
    size: disk.size,
    minFree: Math.round(least),
    guard: guard.admits === 'all' ? 'open' : 'closed',
    why: guard.why,
    growthPerDay: perDay === undefined ? null : Math.round([...perDay.values()].reduce((sum, bytes) => sum + bytes, 0)),
    daysUntilQuota: perDay === undefined ? null : (daysUntil(quota, usage, { today, days, perDay }) ?? null),
    kinds: [...Map.groupBy(usage, ({ table }) => table.family)]
      .sort(([a], [b]) => place(a) - place(b))
      .map(([family, of]) => viewKind(family, of, keeps, spans)),
  };
}

function viewKind(
  kind: string,
  usage: readonly Usage[],
  keeps: readonly Keep[],
  spans: ReadonlyMap<Day, number | undefined>,
): StoredKind {
  const keep = keeps.find(({ family }) => family === kind);
  const days = [...Map.groupBy(usage, ({ day }) => day)]
    .sort(([a = 0], [b = 0]) => a - b)
    .map(
      ([day, of]): StoredPeriod => ({
        day: day === undefined ? null : dayName(day),
        bytes: sumOf(of, ({ bytes }) => bytes),
        rows: sumOf(of, ({ rows }) => rows),
        spans: kind === 'trace' && day !== undefined ? (spans.get(day) ?? null) : null,
      }),
    );
  return {
    kind,
    period: usage[0]?.table.period ?? 'day',
    retention: keep === undefined ? null : { days: keep.days, setting: keep.setting ?? null },
    bytes: sumOf(days, ({ bytes }) => bytes),
    rows: sumOf(days, ({ rows }) => rows),
    oldest: days[0]?.day ?? null,
    days,
  };
}

/** The days of which spans are kept. */
export const daysOfSpans = (usage: readonly Usage[]): Day[] => [
  ...new Set(usage.flatMap(({ table, day }) => (table.family === 'trace' && day !== undefined ? [day] : []))),
];

const place = (family: string): number => (order.includes(family) ? order.indexOf(family) : order.length);

const sumOf = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0);
