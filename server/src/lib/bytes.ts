export type Bytes = Uint8Array;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const EMPTY: Bytes = new Uint8Array(0);

export const utf8 = (text: string): Bytes => encoder.encode(text);

/** Bytes as text; what is not UTF-8 becomes U+FFFD, nothing throws. */
export const text = (bytes: Bytes): string => decoder.decode(bytes);

/** Order of unsigned bytes; a prefix sorts before what it begins. */
export const compare = (a: Bytes, b: Bytes): number => Buffer.compare(a, b);

export const equal = (a: Bytes, b: Bytes): boolean => a.length === b.length && Buffer.compare(a, b) === 0;

export const concat = (parts: readonly Bytes[]): Bytes => Buffer.concat(parts);

export const startsWith = (bytes: Bytes, prefix: Bytes): boolean =>
  bytes.length >= prefix.length && Buffer.compare(bytes.subarray(0, prefix.length), prefix) === 0;

/** The smallest key greater than every key that begins with `prefix`; undefined when there is none (all 0xff). */
export function after(prefix: Bytes): Bytes | undefined {
  for (let at = prefix.length - 1; at >= 0; at--) {
    const byte = prefix[at] as number;
    if (byte === 0xff) continue;
    const next = new Uint8Array(prefix.subarray(0, at + 1));
    next[at] = byte + 1;
    return next;
  }
  return undefined;
}

export const hex = (bytes: Bytes): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
export const unhex = (digits: string): Bytes => Buffer.from(digits, 'hex');
