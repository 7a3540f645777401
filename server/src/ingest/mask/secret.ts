import type { Bytes } from '../../lib/bytes.ts';
import { maskAll } from './personal.ts';

const words = ['password', 'passwd', 'secret', 'token', 'key', 'authorization', 'credential'].map((word) =>
  Buffer.from(word),
);

const EQUALS = 0x3d;
const AND = 0x26;
const SEMICOLON = 0x3b;
const QUESTION = 0x3f;
const HASH = 0x23;

/** Whether a name says that its value is a secret: it holds one of the words, in any case. */
export function isSecretName(bytes: Bytes, from: number, to: number): boolean {
  return words.some((word) => {
    for (let at = from; at + word.length <= to; at++) if (matches(bytes, at, word)) return true;
    return false;
  });
}

function matches(bytes: Bytes, at: number, word: Bytes): boolean {
  for (let place = 0; place < word.length; place++) {
    if (((bytes[at + place] as number) | 0x20) !== word[place]) return false;
  }
  return true;
}

/** Masks the value of a setting such as `-Ddb.password=secret` if its name says so. */
export function maskSetting(bytes: Bytes, from: number, to: number): void {
  const equals = bytes.subarray(from, to).indexOf(EQUALS);
  if (equals > 0 && isSecretName(bytes, from, from + equals)) maskAll(bytes, from + equals + 1, to);
}

/**
 * Masks the secret values of a query string, `name=value` pairs parted by `&` or `;`. A URL is looked at behind its
 * `?`, or not at all where it has none; `bare` text is a query as a whole.
 */
export function maskQuery(bytes: Bytes, from: number, to: number, bare: boolean): void {
  let name = from;
  if (!bare) {
    const question = bytes.subarray(from, to).indexOf(QUESTION);
    if (question < 0) return;
    name = from + question + 1;
  }
  let value = -1;
  for (let at = name; at <= to; at++) {
    const byte = at < to ? bytes[at] : AND;
    if (byte === EQUALS && value < 0) value = at + 1;
    else if (byte === AND || byte === SEMICOLON || byte === HASH) {
      if (value >= 0 && isSecretName(bytes, name, value - 1)) maskAll(bytes, value, at);
      name = at + 1;
      value = -1;
    }
  }
}
