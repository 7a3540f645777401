import type { Bytes } from '../../lib/bytes.ts';
import { openValue, versioned } from '../value.ts';

/**
 * A trace row says where the spans of one trace are that one flush brought:
 *
 *     [version:1] { [application:8][slot:1][number:varint] }
 *
 * The day is that of the row.
 */
const VERSION = 1;

export interface SpanPlace {
  readonly application: Bytes;
  readonly slot: number;
  readonly number: number;
}

interface Entry {
  readonly high: number;
  readonly low: number;
  readonly places: SpanPlace[];
}

/** Gathers the places of a flush's spans by trace. */
export class TracePlaces {
  /** By the high half of the hash; traces that share it are told apart by the low half. */
  readonly #traces = new Map<number, Entry[]>();

  add(hash: Uint32Array, application: Bytes, slot: number, number: number): void {
    const [high = 0, low = 0] = hash;
    const place = { application, slot, number };
    const same = this.#traces.get(high);
    if (same === undefined) {
      this.#traces.set(high, [{ high, low, places: [place] }]);
      return;
    }
    const entry = same.find((one) => one.low === low);
    if (entry === undefined) same.push({ high, low, places: [place] });
    else entry.places.push(place);
  }

  rows(): { readonly high: number; readonly low: number; readonly value: Bytes }[] {
    return [...this.#traces.values()].flat().map(({ high, low, places }) => {
      const to = versioned(VERSION, 1 + places.length * 14);
      for (const { application, slot, number } of places) to.bytes(application).u8(slot).varint(number);
      return { high, low, value: to.take() };
    });
  }
}

export function readTracePlaces(value: Bytes): SpanPlace[] {
  const from = openValue(value, VERSION);
  const places: SpanPlace[] = [];
  while (!from.done) places.push({ application: from.bytes(8), slot: from.u8(), number: from.varint() });
  return places;
}
