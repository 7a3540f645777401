import { isFast } from './service-type.ts';

/**
 * Calls by response time, as Pinpoint counts them: four slots of successes, four of errors, then the sum and the
 * greatest response time in ms. Ten numbers, so that histograms add up column by column (max: the greater).
 *
 *     [ fast  normal  slow  verySlow | error: fast  normal  slow  verySlow | sum  max ]
 */
export type Histogram = Float64Array;

export const SUM = 8;
export const MAX = 9;
export const SIZE = 10;

/** Upper limits of the slots in ms. FAST is for caches, NORMAL for everything else (server.md §4.1). */
const FAST_LIMITS = [100, 300, 500] as const;
const NORMAL_LIMITS = [1000, 3000, 5000] as const;

export type Schema = 'FAST' | 'NORMAL';

export const schemaOf = (serviceType: number): Schema => (isFast(serviceType) ? 'FAST' : 'NORMAL');

/** The slot, 0 … 3, of a response time in ms. */
export function slotOf(schema: Schema, elapsed: number): number {
  const limits = schema === 'FAST' ? FAST_LIMITS : NORMAL_LIMITS;
  if (elapsed <= limits[0]) return 0;
  if (elapsed <= limits[1]) return 1;
  return elapsed <= limits[2] ? 2 : 3;
}

export const emptyHistogram = (): Histogram => new Float64Array(SIZE);

/** Counts one call of `elapsed` ms. */
export function count(into: Histogram, schema: Schema, elapsed: number, failed: boolean): void {
  const slot = slotOf(schema, elapsed) + (failed ? 4 : 0);
  into[slot] = at(into, slot) + 1;
  into[SUM] = at(into, SUM) + elapsed;
  if (elapsed > at(into, MAX)) into[MAX] = elapsed;
}

export function add(into: Histogram, more: Histogram): void {
  for (let slot = 0; slot < MAX; slot++) into[slot] = at(into, slot) + at(more, slot);
  if (at(more, MAX) > at(into, MAX)) into[MAX] = at(more, MAX);
}

export const errors = (of: Histogram): number => at(of, 4) + at(of, 5) + at(of, 6) + at(of, 7);

export const total = (of: Histogram): number => at(of, 0) + at(of, 1) + at(of, 2) + at(of, 3) + errors(of);

const at = (of: Histogram, slot: number): number => of[slot] as number;
