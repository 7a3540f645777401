import type { Bytes } from '../../lib/bytes.ts';

/**
 * HPACK's code for text (RFC 7541 Appendix B) is canonical: the lengths of its 257 words say all. One digit of base 36
 * for each byte, and the last for the end.
 */
const LENGTHS =
  'dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6cad67777777777777777777777878djde6' +
  'f56565666577666567655677777fbedskmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmnqqkjm' +
  'nmpqqqrrqopjlqrrqrollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrqu';

const END = 256;
const LONGEST = 30;
/** The longest word is 30 bits: fewer, all of them ones, may fill up the last byte. */
const PADDING = 7;

interface Words {
  /** Of each length: its first word, how many there are, and where their symbols begin. */
  readonly first: readonly number[];
  readonly count: readonly number[];
  readonly start: readonly number[];
  readonly symbols: readonly number[];
}

function canonical(lengths: readonly number[]): Words {
  const words = { first: [0], count: [0], start: [0], symbols: [] as number[] };
  let next = 0;
  for (let length = 1; length <= LONGEST; length++) {
    const symbols = lengths.flatMap((of, symbol) => (of === length ? [symbol] : []));
    next *= 2;
    words.first.push(next);
    words.count.push(symbols.length);
    words.start.push(words.symbols.length);
    words.symbols.push(...symbols);
    next += symbols.length;
  }
  return words;
}

const words = canonical([...LENGTHS].map((digit) => Number.parseInt(digit, 36)));

/** The text, one character a byte; undefined where the bytes are no such code. */
export function unhuffman(bytes: Bytes): string | undefined {
  let out = '';
  let word = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      word = word * 2 + ((byte >> bit) & 1);
      length++;
      if (length > LONGEST) return undefined;
      const place = word - (words.first[length] as number);
      if (place < 0 || place >= (words.count[length] as number)) continue;
      const symbol = words.symbols[(words.start[length] as number) + place] as number;
      if (symbol === END) return undefined;
      out += String.fromCharCode(symbol);
      word = length = 0;
    }
  }
  return length <= PADDING && word === 2 ** length - 1 ? out : undefined;
}
