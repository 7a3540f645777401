import { randomInt } from 'node:crypto';
import type { Bytes } from './bytes.ts';
import { latinOrUtf8 } from './protobuf.ts';

/**
 * Gives equal byte strings the same small number, so that the hot path compares and keys by numbers and decodes
 * each distinct text once. Id 0 is the empty string. Grows until its owner drops it.
 */
export class Interner {
  readonly #texts: string[] = [''];
  readonly #bytes: Bytes[] = [new Uint8Array(0)];
  #slots = new Int32Array(1024);
  #held = 0;

  get size(): number {
    return this.#texts.length;
  }

  /** Of all texts together. */
  get bytes(): number {
    return this.#held;
  }

  id(buffer: Bytes, from: number, to: number): number {
    if (from === to) return 0;
    const mask = this.#slots.length - 1;
    let slot = hashOf(buffer, from, to) & mask;
    for (;;) {
      const id = this.#slots[slot] as number;
      if (id === 0) return this.#add(buffer, from, to, slot);
      if (same(this.#bytes[id] as Bytes, buffer, from, to)) return id;
      slot = (slot + 1) & mask;
    }
  }

  /** The number of a text that has one already; 0 for any other. */
  find(buffer: Bytes, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(buffer, from, to) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] as number;
      if (id === 0 || same(this.#bytes[id] as Bytes, buffer, from, to)) return id;
    }
  }

  idOf(text: string): number {
    const bytes = Buffer.from(text);
    return this.id(bytes, 0, bytes.length);
  }

  text(id: number): string {
    return this.#texts[id] ?? '';
  }

  #add(buffer: Bytes, from: number, to: number, slot: number): number {
    const id = this.#texts.length;
    this.#texts.push(latinOrUtf8(buffer, from, to));
    this.#bytes.push(new Uint8Array(buffer.subarray(from, to)));
    this.#held += to - from;
    this.#slots[slot] = id;
    if (id * 2 > this.#slots.length) this.#grow();
    return id;
  }

  #grow(): void {
    const mask = this.#slots.length * 2 - 1;
    this.#slots = new Int32Array(mask + 1);
    for (let id = 1; id < this.#bytes.length; id++) {
      const bytes = this.#bytes[id] as Bytes;
      let slot = hashOf(bytes, 0, bytes.length) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id;
    }
  }
}

/** Unknown outside, so that nobody can choose names that all fall into one place. */
const SEED = randomInt(2 ** 32);

/** FNV-1a with a seed and a finishing mix: cheap for names, which are short. */
function hashOf(buffer: Bytes, from: number, to: number): number {
  let hash = SEED;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ (buffer[at] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function same(bytes: Bytes, buffer: Bytes, from: number, to: number): boolean {
  if (bytes.length !== to - from) return false;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== buffer[from + at]) return false;
  return true;
}
