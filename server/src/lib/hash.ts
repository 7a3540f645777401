import type { Bytes } from './bytes.ts';

/**
 * A 64-bit hash of `bytes[from..to)` as two unsigned 32-bit halves in `out`: two multiply-and-rotate lanes with
 * the finishing mix of MurmurHash3 (A. Appleby, public domain). Not for secrets: readers compare full ids.
 */
export function hash64(bytes: Bytes, from: number, to: number, out: Uint32Array, seed = 0): void {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x85ebca6b ^ (to - from);
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    a = Math.imul(a ^ byte, 0xcc9e2d51);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ byte, 0x1b873593);
    b = ((b << 17) | (b >>> 15)) + a;
  }
  out[0] = mix(a ^ b);
  out[1] = mix(b + Math.imul(a, 0xe6546b64));
}

function mix(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}

const halves = new Uint32Array(2);

/** The same hash as eight bytes, big-endian. */
export function hashBytes(bytes: Bytes): Bytes {
  hash64(bytes, 0, bytes.length, halves);
  const out = Buffer.allocUnsafe(8);
  out.writeUInt32BE(halves[0] as number, 0);
  out.writeUInt32BE(halves[1] as number, 4);
  return new Uint8Array(out);
}
