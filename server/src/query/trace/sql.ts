/** A statement as an agent sends it: normalized text, and apart from it what was taken out. */
export interface Statement {
  /** Literals put back, binds as `?`. */
  readonly text: string;
  readonly normalized: string;
  readonly binds: readonly string[];
}

/** `literals` and `binds` are lists behind commas, as agents write them. */
export function statement(normalized: string, literals: string, binds: string): Statement {
  return { text: putLiterals(normalized, splitList(literals)), normalized, binds: bindValues(binds) };
}

/** The parts of `a,b,,c`: a comma stands between them, two commas are one that belongs to the part. */
export function splitList(list: string): string[] {
  if (list === '') return [];
  const parts: string[] = [];
  let part = '';
  let from = 0;
  for (let comma = list.indexOf(','); comma >= 0; comma = list.indexOf(',', from)) {
    part += list.slice(from, comma);
    const isText = list[comma + 1] === ',';
    if (isText) part += ',';
    else {
      parts.push(part);
      part = '';
    }
    from = comma + (isText ? 2 : 1);
  }
  parts.push(part + list.slice(from));
  return parts;
}

/** The Java agent writes a space after each comma: it is not part of the value. */
const bindValues = (list: string): string[] =>
  splitList(list).map((value, place) => (place > 0 && value.startsWith(' ') ? value.slice(1) : value));

/** A comment, which is left alone; or the place of literal number n: `n#` a number, `n$` a text in quotes. */
const LITERAL = /\/\*[\s\S]*?(?:\*\/|$)|(?:--|\/\/)[^\n]*|(\d+)([#$])?/g;

/** Characters of values that one statement is given at the most: a small message must not become a huge text. */
const ROOM = 128 * 1024;

/**
 * Puts literals where the normalized text says `0#` or `0$`. A place that none is left for, or no room, stays as it is.
 */
export function putLiterals(normalized: string, literals: readonly string[]): string {
  if (literals.length === 0) return normalized;
  let room = ROOM;
  return normalized.replace(LITERAL, (whole, index: string | undefined, mark: string | undefined) => {
    const literal = index === undefined || mark === undefined ? undefined : literals[Number(index)];
    if (literal === undefined || literal.length > room) return whole;
    room -= literal.length;
    return literal;
  });
}
