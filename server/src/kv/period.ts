import { Failure } from '../lib/failure.ts';
import { type Day, day, monthStart, yearStart } from '../lib/time.ts';
import type { Table } from './kv.ts';

/** The first day of the period under which `table` files a row of day `of`; undefined for a permanent table. */
export function firstDay(table: Table, of: Day | undefined): Day | undefined {
  if (table.period === 'permanent') return undefined;
  if (of === undefined) throw new Failure('INTERNAL', `a row of table ${table.name} needs a day`);
  if (table.period === 'month') return monthStart(of);
  return table.period === 'year' ? yearStart(of) : of;
}

/** Whether the whole period that begins at `first` lies before `before`. What is permanent is never over. */
export function isOver(table: Table, first: Day | undefined, before: Day): boolean {
  if (first === undefined || table.period === 'permanent') return false;
  return nextPeriod(table, first) <= before;
}

function nextPeriod(table: Table, first: Day): Day {
  if (table.period === 'month') return monthStart(day(first + 31));
  return table.period === 'year' ? yearStart(day(first + 366)) : day(first + 1);
}
