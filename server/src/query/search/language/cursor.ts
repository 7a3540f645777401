import { Wrong } from './fault.ts';
import { type Token, tokenize } from './tokenize.ts';

/** What is being typed: `text.slice(from, to)` is what a suggestion replaces, `typed` what it begins with. */
export interface Typing {
  readonly from: number;
  readonly to: number;
  readonly typed: string;
  /** The key whose value it is; undefined where a key or a word is typed. */
  readonly key: string | undefined;
}

/** Stands for the cursor; no query holds it. */
const MARK = '\u0000';

/** What is typed at a place of a query, however unfinished it is; undefined where that cannot be told. */
export function typingAt(text: string, at: number): Typing | undefined {
  const before = text.slice(0, at).replaceAll(MARK, ' ');
  const tokens = tokensOf(before + MARK) ?? tokensOf(`${before}${MARK}"`);
  const last = tokens?.at(-1);
  if (tokens === undefined || last === undefined || !('text' in last) || !last.text.endsWith(MARK)) return undefined;
  const typed = last.text.slice(0, -1);
  const to = last.quoted ? at : endOf(text, at);
  return { from: last.at, to, typed, key: last.kind === 'value' ? keyOf(tokens, tokens.length - 2) : groupKey(tokens) };
}

function tokensOf(text: string): Token[] | undefined {
  try {
    return tokenize(text);
  } catch (error) {
    if (error instanceof Wrong) return undefined;
    throw error;
  }
}

/** The key before the operator at a place among the tokens. */
function keyOf(tokens: readonly Token[], operator: number): string | undefined {
  const key = tokens[operator - 1];
  return tokens[operator]?.kind === 'operator' && key?.kind === 'word' ? key.text : undefined;
}

/** The key of the group of values that the last token stands in. */
function groupKey(tokens: readonly Token[]): string | undefined {
  let closed = 0;
  for (let place = tokens.length - 1; place > 0; place--) {
    const kind = tokens[place]?.kind;
    if (kind === 'close') closed++;
    if (kind === 'open' && closed-- === 0) return keyOf(tokens, place - 1);
  }
  return undefined;
}

/** Where the word that goes on behind a place ends. */
function endOf(text: string, at: number): number {
  while (at < text.length && !/[\s()":><=]/.test(text[at] as string)) at++;
  return at;
}
