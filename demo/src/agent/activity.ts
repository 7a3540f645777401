import type { Served } from '../outgoing.ts';

/** What an agent's requests amounted to since the last sample. */
export interface Sample {
  readonly newCount: number;
  readonly continued: number;
  /** ms, of requests that ended; 0 if none did. */
  readonly average: number;
  readonly max: number;
  /** Requests under way by age: up to 1 s, 3 s, 5 s, and slower. */
  readonly active: readonly [number, number, number, number];
}

/** The requests that an agent serves: each is counted once when it has begun, and once when it has ended. */
export class Activity {
  /** Not counted yet as begun. */
  #coming: Served[] = [];
  /** Not counted yet as ended. */
  #going: Served[] = [];

  /** May come before or after the time at which it begins. */
  add(served: Served): void {
    this.#coming.push(served);
    this.#going.push(served);
  }

  /** Those under way at this time (ms since 1970), oldest first. */
  active(now: number): readonly Served[] {
    return this.#going.filter(({ start, end }) => start <= now && end > now).sort((a, b) => a.start - b.start);
  }

  activeByAge(now: number): [number, number, number, number] {
    const counts: [number, number, number, number] = [0, 0, 0, 0];
    for (const { start } of this.active(now)) counts[slotOf(now - start)]++;
    return counts;
  }

  /** What happened since the last sample. */
  sample(now: number): Sample {
    const begun = this.#coming.filter(({ start }) => start <= now);
    const took = this.#going.filter(({ end }) => end <= now).map(({ start, end }) => end - start);
    this.#coming = this.#coming.filter(({ start }) => start > now);
    this.#going = this.#going.filter(({ end }) => end > now);
    return {
      newCount: begun.filter(({ isNew }) => isNew).length,
      continued: begun.filter(({ isNew }) => !isNew).length,
      average: took.length === 0 ? 0 : Math.round(took.reduce((sum, each) => sum + each, 0) / took.length),
      max: Math.max(0, ...took),
      active: this.activeByAge(now),
    };
  }
}

const slotOf = (age: number): 0 | 1 | 2 | 3 => (age <= 1000 ? 0 : age <= 3000 ? 1 : age <= 5000 ? 2 : 3);
