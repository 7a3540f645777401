import type { Bytes } from '../../lib/bytes.ts';

const STAR = 0x2a;
const AT = 0x40;
const DOT = 0x2e;
const DASH = 0x2d;
const SPACE = 0x20;
const PLUS = 0x2b;

/**
 * Overwrites what looks like personal data in `bytes[from..to)` with `*`, keeping the length: e-mail addresses,
 * card numbers (13 to 19 digits with a right Luhn sum), Korean resident registration numbers (six digits of a date,
 * seven more) and phone numbers (9 to 11 digits from 0, or behind +82). One pass; text without digits and @ costs a look.
 */
export function maskPersonal(bytes: Bytes, from: number, to: number): void {
  // Behind the last address that was found: what is masked is not looked at again, or many addresses in a row cost a square.
  let behind = from;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) at = digits(bytes, from, at, to) - 1;
    else if (byte === AT) {
      const end = email(bytes, behind, at, to, behind > from);
      if (bytes[at] === STAR) behind = end;
      at = end - 1;
    }
  }
}

/** Overwrites all of `bytes[from..to)`. */
export function maskAll(bytes: Bytes, from: number, to: number): void {
  bytes.fill(STAR, from, to);
}

const found = new Uint8Array(20);

/** Looks at digits that single dashes or blanks may part; answers where to go on. */
function digits(bytes: Bytes, from: number, start: number, to: number): number {
  let count = 0;
  let end = start;
  for (let at = start; at < to; at++) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) {
      if (count < found.length) found[count] = byte - 0x30;
      count++;
      end = at + 1;
    } else if ((byte !== DASH && byte !== SPACE) || at > end || !isDigit(bytes[at + 1] ?? 0)) break;
  }
  const abroad = start > from && bytes[start - 1] === PLUS;
  if (isResident(count) || isCard(count) || isPhone(count, abroad)) {
    for (let at = start; at < end; at++) if (isDigit(bytes[at] as number)) bytes[at] = STAR;
  }
  return end;
}

const digit = (place: number): number => found[place] as number;

function isResident(count: number): boolean {
  if (count !== 13) return false;
  const month = digit(2) * 10 + digit(3);
  const day = digit(4) * 10 + digit(5);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && digit(6) >= 1 && digit(6) <= 8;
}

/** Luhn's check, ISO/IEC 7812-1. */
function isCard(count: number): boolean {
  if (count < 13 || count > 19) return false;
  let sum = 0;
  for (let place = 0; place < count; place++) {
    const value = digit(count - 1 - place) * (place % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

function isPhone(count: number, abroad: boolean): boolean {
  if (abroad) return count >= 10 && count <= 13;
  return digit(0) === 0 && digit(1) >= 1 && digit(1) <= 7 && count >= 9 && count <= 11;
}

/** Masks an address around the @ at `at`; answers where to go on. `masked`: what ends at `from` was an address as well. */
function email(bytes: Bytes, from: number, at: number, to: number, masked: boolean): number {
  let start = at;
  while (start > from && isLocal(bytes[start - 1] as number)) start--;
  let end = at + 1;
  let dots = 0;
  while (end < to && (isLetterOrDigit(bytes[end] as number) || bytes[end] === DASH || bytes[end] === DOT)) {
    if (bytes[end] === DOT) dots++;
    end++;
  }
  const named = start < at || (masked && start === from);
  if (named && dots > 0) bytes.fill(STAR, start, end);
  return end;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

const isLetterOrDigit = (byte: number): boolean => isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);

/** Of the part before the @; `*` so that an already masked one is no other. */
const isLocal = (byte: number): boolean =>
  isLetterOrDigit(byte) ||
  byte === DOT ||
  byte === DASH ||
  byte === PLUS ||
  byte === 0x5f ||
  byte === 0x25 ||
  byte === STAR;
