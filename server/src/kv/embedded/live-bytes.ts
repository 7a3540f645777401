import type { Bytes } from '../../lib/bytes.ts';
import { liveKey } from './key.ts';
import type { Place } from './segment-end.ts';
import { encodeLive } from './value.ts';

/**
 * How many bytes of each segment are still of use. Kept in the index, in the batch that changes them, so that they are
 * as exact as the index after a kill.
 */
export class LiveBytes {
  readonly #bytes: Map<number, number>;
  readonly #changed = new Set<number>();
  readonly #died = new Map<number, number>();

  constructor(bytes: Map<number, number> = new Map()) {
    this.#bytes = bytes;
  }

  /** The segments that are counted, ascending, and their live bytes. */
  get segments(): [segment: number, bytes: number][] {
    return [...this.#bytes].sort(([a], [b]) => a - b);
  }

  has(segment: number): boolean {
    return this.#bytes.has(segment);
  }

  of(segment: number): number {
    return this.#bytes.get(segment) ?? 0;
  }

  /** When something in the segment died last, as `performance.now()` tells; long ago if nothing did since it was opened. */
  diedAt(segment: number): number {
    return this.#died.get(segment) ?? Number.NEGATIVE_INFINITY;
  }

  placed({ segment, size }: Place): void {
    this.#bytes.set(segment, this.of(segment) + size);
    this.#changed.add(segment);
  }

  died({ segment, size }: Place): void {
    // A segment that has been given back: its row must not come back.
    if (!this.#bytes.has(segment)) return;
    this.#bytes.set(segment, Math.max(0, this.of(segment) - size));
    this.#changed.add(segment);
    this.#died.set(segment, performance.now());
  }

  forget(segment: number): void {
    this.#bytes.delete(segment);
    this.#changed.delete(segment);
    this.#died.delete(segment);
  }

  /** What must be put for all that changed since it was asked last. */
  *take(): Iterable<{ readonly key: Bytes; readonly value: Bytes }> {
    for (const segment of this.#changed) yield { key: liveKey(segment), value: encodeLive(this.of(segment)) };
    this.#changed.clear();
  }
}
