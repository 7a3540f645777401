import type { Bytes } from '../../lib/bytes.ts';
import { ProtoReader } from '../../lib/protobuf.ts';
import type { ValuePolicy } from './fields.ts';
import { maskAll, maskPersonal } from './personal.ts';

const QUOTE = 0x27;
const DOLLAR = 0x24;

/** Field number of the text in PSqlMetaData and PSqlUidMetaData. */
const SQL = 2;

/**
 * Masks in place the literals that an agent left in the SQL it announces. Most agents put placeholders there (`0#`,
 * `'0$'`); PHP's sends statements as they were written.
 */
export function maskStatement(message: Bytes, policy: ValuePolicy): void {
  if (policy === 'keep') return;
  const reader = new ProtoReader().reset(message);
  while (reader.next()) {
    if (reader.field !== SQL) {
      reader.skip();
      continue;
    }
    reader.range();
    maskSql(message, reader.from, reader.to, policy);
  }
}

/** Masks in place the literals of a statement that is written out. */
export function maskSql(bytes: Bytes, from: number, to: number, policy: ValuePolicy): void {
  if (policy === 'keep') return;
  maskPersonal(bytes, from, to);
  if (policy === 'drop') maskQuoted(bytes, from, to);
}

/** Masks what stands in single quotes, placeholders excepted. */
function maskQuoted(bytes: Bytes, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== QUOTE) continue;
    const start = at + 1;
    at = start;
    // Two quotes in a row are one inside the text.
    while (at < to && (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE)) at += bytes[at] === QUOTE ? 2 : 1;
    const end = Math.min(at, to);
    if (end > start && bytes[end - 1] !== DOLLAR) maskAll(bytes, start, end);
  }
}
