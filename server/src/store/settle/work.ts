import type { Kv } from '../../kv/kv.ts';
import { type Bytes, hex } from '../../lib/bytes.ts';
import type { Day, Millis } from '../../lib/time.ts';
import type { WriterId } from '../writer-id.ts';
import { dirtyTable, readDirtySort } from './keys.ts';

/** A slot of an application that is to be settled and rolled up, or an hour whose slots are to be added up. */
export interface Work {
  readonly kind: 'slot' | 'hour';
  readonly day: Day;
  readonly application: Bytes;
  readonly from: Millis;
}

/** Tells this work from other. */
export const workName = ({ kind, application, from }: Work): string => `${kind} ${from} ${hex(application)}`;

/** At most `limit` pieces of work on slots and hours that ended before `before`, the oldest first. */
export async function dueWork(
  kv: Kv,
  day: Day,
  before: Millis,
  mine: (writer: WriterId) => boolean,
  limit: number,
): Promise<Work[]> {
  const due = new Map<string, Work>();
  for await (const { partition, sort } of kv.dump(dirtyTable, day)) {
    const { from, to, writer } = readDirtySort(day, sort);
    if (to > before || (writer !== undefined && !mine(writer))) continue;
    const work: Work = { kind: writer === undefined ? 'hour' : 'slot', day, application: partition, from };
    due.set(workName(work), work);
    if (due.size >= limit) break;
  }
  // An hour waits for its slots, which are found in the same hour but begin at or after it.
  return [...due.values()].sort((a, b) => rank(a) - rank(b) || a.from - b.from);
}

const rank = ({ kind }: Work): number => (kind === 'slot' ? 0 : 1);

/** Every day on which something may be left to do. Asks the engine for all it has. */
export async function daysWithWork(kv: Kv): Promise<Day[]> {
  const usages = await kv.usage();
  return usages.flatMap(({ table, day, rows }) => (table === dirtyTable && day !== undefined && rows > 0 ? [day] : []));
}
