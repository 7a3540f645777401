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

/** The requests that an agent serves, past their start and not long past their end. */
export class Activity {
  #begun: Served[] = [];
  #since: number;

  constructor(start: number) {
    this.#since = start;
  }

  add(served: Served): void {
    this.#begun.push(served);
  }

  /** Those under way at this time (ms since 1970), oldest first. */
  active(now: number): readonly Served[] {
    return this.#begun.filter(({ start, end }) => start <= now && end > now).sort((a, b) => a.start - b.start);
  }

  activeByAge(now: number): [number, number, number, number] {
    const counts: [number, number, number, number] = [0, 0, 0, 0];
    for (const { start } of this.active(now)) counts[slotOf(now - start)]++;
    return counts;
  }

  /** What happened since the last sample; forgets it. */
  sample(now: number): Sample {
    const isIn = (time: number) => time > this.#since && time <= now;
    const begun = this.#begun.filter(({ start }) => isIn(start));
    const took = this.#begun.filter(({ end }) => isIn(end)).map(({ start, end }) => end - start);
    const active = this.activeByAge(now);
    this.#since = now;
    this.#begun = this.#begun.filter(({ end }) => end > now);
    return {
      newCount: begun.filter(({ isNew }) => isNew).length,
      continued: begun.filter(({ isNew }) => !isNew).length,
      average: took.length === 0 ? 0 : Math.round(took.reduce((sum, each) => sum + each, 0) / took.length),
      max: Math.max(0, ...took),
      active,
    };
  }
}

const slotOf = (age: number): 0 | 1 | 2 | 3 => (age <= 1000 ? 0 : age <= 3000 ? 1 : age <= 5000 ? 2 : 3);
