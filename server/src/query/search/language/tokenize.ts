import { Wrong } from './fault.ts';

/** A piece of a query and where it stands: `text.slice(at, end)`. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  /** A free word, or a key when an operator follows. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'value'; readonly text: string; readonly quoted: boolean; readonly star: boolean }
);
export type Operator = ':' | '=' | '>' | '>=' | '<' | '<=';

export const LENGTH_LIMIT = 2_000;

const SPACE = /\s/;
/** What ends a word, and what ends a value: a value may hold colons and signs, as addresses do. */
const WORD_END = /[\s()":><=]/;
const VALUE_END = /[\s()"]/;
const ADDRESS = /^(?:\/|https?:\/\/)/i;
const OPERATOR = /^(?::|=|>=?|<=?)/;
const words = { AND: 'and', OR: 'or', NOT: 'not' } as const;

/** The pieces of a query, in order; runs through it once. Throws Wrong. */
export function tokenize(text: string): Token[] {
  if (text.length > LENGTH_LIMIT) throw new Wrong('TOO_LONG', LENGTH_LIMIT, text.length - LENGTH_LIMIT);
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const first = text[at] as string;
    if (first === '(' || first === ')') tokens.push({ kind: first === '(' ? 'open' : 'close', at, end: at + 1 });
    else if (first === '-' && isStart(text[at + 1])) tokens.push({ kind: 'not', at, end: at + 1 });
    else readTerm(text, at, tokens);
    at = skipSpace(text, tokens.at(-1)?.end ?? text.length);
  }
  return tokens;
}

/** Whether a minus before it says NOT. */
const isStart = (next: string | undefined): boolean => next !== undefined && !SPACE.test(next) && next !== ')';

/** A word; or a key, its operator, and the value behind it unless that is a group. */
function readTerm(text: string, at: number, tokens: Token[]): void {
  const operatorFirst = OPERATOR.exec(text.slice(at, at + 2))?.[0];
  if (operatorFirst !== undefined) throw new Wrong('KEY_MISSING', at, operatorFirst.length);
  const word = readWord(text, at);
  const signAt = skipSpace(text, word.end);
  const operator = OPERATOR.exec(text.slice(signAt, signAt + 2))?.[0] as Operator | undefined;
  // A colon stands right behind its key; signs may stand apart.
  const apart = signAt > word.end && (operator === ':' || operator === '=');
  if (operator === undefined || apart || word.address) {
    const keyword = word.quoted ? undefined : Object.entries(words).find(([name]) => name === word.text)?.[1];
    const { end } = word;
    tokens.push(keyword === undefined ? { ...word, kind: 'word' } : { kind: keyword, at, end });
    return;
  }
  tokens.push({ ...word, kind: 'word' });
  const end = signAt + operator.length;
  tokens.push({ kind: 'operator', operator, at: signAt, end });
  const valueAt = operator === ':' || operator === '=' ? end : skipSpace(text, end);
  if (text[valueAt] !== '(') tokens.push(readValue(text, valueAt, signAt));
}

/** A text in quotation marks; or bare, up to a space, parenthesis or operator. An address keeps its operators. */
function readWord(text: string, at: number) {
  if (text[at] === '"') return { ...readQuoted(text, at), at, quoted: true, address: false };
  const address = ADDRESS.test(text.slice(at, at + 8));
  const end = endOf(text, at, address ? VALUE_END : WORD_END);
  return { text: text.slice(at, end), at, end, quoted: false, address };
}

function readValue(text: string, at: number, signAt: number): Token {
  if (text[at] === '"') {
    const quoted = readQuoted(text, at);
    const star = text[quoted.end] === '*';
    return { kind: 'value', text: quoted.text, quoted: true, star, at, end: quoted.end + (star ? 1 : 0) };
  }
  const end = endOf(text, at, VALUE_END);
  if (end === at) throw new Wrong('VALUE_MISSING', signAt, at - signAt);
  return { kind: 'value', text: text.slice(at, end), quoted: false, star: false, at, end };
}

/** The text from the quotation mark at `at` to the next one; a backslash takes what follows as it is. */
function readQuoted(text: string, at: number): { text: string; end: number } {
  let content = '';
  for (let next = at + 1; next < text.length; next++) {
    const letter = text[next] as string;
    if (letter === '"') return { text: content, end: next + 1 };
    if (letter === '\\' && next + 1 < text.length) next++;
    content += text[next];
  }
  throw new Wrong('QUOTE_OPEN', at, text.length - at);
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && SPACE.test(text[at] as string)) at++;
  return at;
}

function endOf(text: string, at: number, ends: RegExp): number {
  while (at < text.length && !ends.test(text[at] as string)) at++;
  return at;
}
