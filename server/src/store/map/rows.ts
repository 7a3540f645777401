import type { Kv } from '../../kv/kv.ts';
import { firstDay } from '../../kv/period.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { type Day, dayOf, dayStart, daysOf, HOUR, MINUTE, type Millis, millis, minuteOf } from '../../lib/time.ts';
import { dirtyTable, readDirtySort } from '../settle/keys.ts';
import { HOURS, type Level, levelSort, mapTable, sketchTable, sortLevel, TEN_MINUTES } from './keys.ts';
import { minuteRows } from './minute-rows.ts';

/** A row, and the start of the stretch that it counts. */
interface CountedRow {
  readonly at: Millis;
  readonly value: Bytes;
}

/** From `from` to before `to`. */
interface Gap {
  readonly from: Millis;
  readonly to: Millis;
}

type Kind = 'map' | 'sketch';

/**
 * Rows of an application (its hash) that together count every minute from the one of `from` to the one before `to`
 * once: of hours and ten minutes where they say all and lie inside of one stretch of `width` ms, of minutes elsewhere.
 */
export async function* countedRows(
  kv: Kv,
  kind: Kind,
  application: Bytes,
  { from, to }: Gap,
  width: number,
): AsyncGenerator<CountedRow> {
  let gaps: Gap[] = [{ from: millis(Math.floor(from / MINUTE) * MINUTE), to: millis(Math.ceil(to / MINUTE) * MINUTE) }];
  const levels = [HOURS, TEN_MINUTES].filter((level) => width % level.width === 0);
  if (levels.length > 0) {
    // Read first: a mark that was taken away before has made its roll-ups whole.
    const stale = await staleStretches(kv, application, gaps);
    for (const level of levels) {
      const left: Gap[] = [];
      for (const gap of gaps) yield* levelRows(kv, { level, kind, application, stale }, gap, left);
      gaps = joined(left);
    }
  }
  const table = kind === 'map' ? mapTable : sketchTable;
  for (const gap of gaps) {
    for (const day of daysOf(gap.from, gap.to)) {
      const partition = { table, day, partition: application };
      for await (const { minute, value } of minuteRows(kv, partition, minuteIn(day, gap.from), minuteIn(day, gap.to))) {
        yield { at: millis(dayStart(day) + minute * MINUTE), value };
      }
    }
  }
}

interface LevelOf {
  readonly level: Level;
  readonly kind: Kind;
  readonly application: Bytes;
  readonly stale: Stale;
}

/** Rows of one level in a gap; what they leave open is added to `left`. */
async function* levelRows(
  kv: Kv,
  { level, kind, application, stale }: LevelOf,
  gap: Gap,
  left: Gap[],
): AsyncGenerator<CountedRow> {
  const { width } = level;
  const range = { from: up(gap.from, width), to: down(gap.to, width) };
  let next = gap.from;
  if (range.from < range.to) {
    const sorts = { from: levelSort(level, range.from), to: levelSort(level, range.to) };
    for (const day of periodsOf(level, kind, range)) {
      for await (const { sort, value } of kv.scan({ table: level[kind], day, partition: application }, sorts)) {
        const at = sortLevel(level, sort);
        if (stale.get(level)?.has(at)) continue;
        if (at > next) left.push({ from: next, to: at });
        next = millis(at + width);
        yield { at, value };
      }
    }
  }
  if (next < gap.to) left.push({ from: next, to: gap.to });
}

/** By level, the starts of the stretches whose rows do not say everything. */
type Stale = ReadonlyMap<Level, ReadonlySet<number>>;

async function staleStretches(kv: Kv, application: Bytes, gaps: readonly Gap[]): Promise<Stale> {
  const slots = new Set<number>();
  const hours = new Set<number>();
  for (const day of gaps.flatMap(({ from, to }) => daysOf(from, to))) {
    for await (const { sort } of kv.scan({ table: dirtyTable, day, partition: application })) {
      const { from, writer } = readDirtySort(day, sort);
      if (writer !== undefined) slots.add(from);
      hours.add(down(from, HOUR));
    }
  }
  return new Map([
    [TEN_MINUTES, slots],
    [HOURS, hours],
  ]);
}

/** A day of each period that the table keeps apart. */
function periodsOf(level: Level, kind: Kind, { from, to }: Gap): Day[] {
  const days = new Map(daysOf(from, to).map((day) => [firstDay(level[kind], day), day]));
  return [...days.values()];
}

/** Gaps that touch become one. */
function joined(gaps: readonly Gap[]): Gap[] {
  const all: Gap[] = [];
  for (const gap of gaps) {
    const last = all.at(-1);
    if (last?.to === gap.from) all[all.length - 1] = { from: last.from, to: gap.to };
    else all.push(gap);
  }
  return all;
}

const down = (at: number, width: number): Millis => millis(Math.floor(at / width) * width);
const up = (at: number, width: number): Millis => millis(Math.ceil(at / width) * width);

/** The minute of `day` at `at`, or the day's first or the one behind its last when `at` lies before or after it. */
function minuteIn(day: Day, at: Millis): number {
  if (dayOf(at) < day) return 0;
  return dayOf(at) > day ? 1440 : minuteOf(at);
}
