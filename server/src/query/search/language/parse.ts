import { condition, freeWord, type Written } from './condition.ts';
import { type Fault, Wrong } from './fault.ts';
import { fieldNamed } from './field.ts';
import { EVERYTHING, joined, type Query } from './query.ts';
import { type Operator, type Token, tokenize } from './tokenize.ts';

export type Parsed = { readonly query: Query } | { readonly fault: Fault };

const DEPTH_LIMIT = 16;
const TERM_LIMIT = 64;

/**
 * Reads a query:
 *
 *     either    = all { "OR" all }
 *     all       = one { [ "AND" ] one }
 *     one       = ( "NOT" | "-" ) one | "(" either ")" | key operator value | key ":" "(" either of values ")" | word
 *
 * An empty query finds everything. Throws nothing: what is wrong is answered with its place.
 */
export function parse(text: string): Parsed {
  try {
    return { query: new Parser(text).read() };
  } catch (error) {
    if (error instanceof Wrong) return { fault: error.fault };
    throw error;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #at = 0;
  #terms = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
    this.#length = text.length;
  }

  read(): Query {
    if (this.#tokens.length === 0) return EVERYTHING;
    const query = this.#either(() => this.#one());
    const extra = this.#next();
    if (extra !== undefined) throw new Wrong('GROUP_EXTRA', extra.at, extra.end - extra.at);
    return query;
  }

  #either(one: () => Query): Query {
    const parts = [this.#all(one)];
    while (this.#take('or')) parts.push(this.#all(one));
    return joined('or', parts);
  }

  #all(one: () => Query): Query {
    const parts = [one()];
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (next.kind === 'or' || next.kind === 'close') break;
      this.#take('and');
      parts.push(one());
    }
    return joined('and', parts);
  }

  #one(): Query {
    const not = this.#take('not');
    if (not !== undefined) return this.#deeper(not, () => ({ kind: 'not', part: this.#one() }));
    const open = this.#take('open');
    if (open !== undefined) return this.#group(open, () => this.#one());
    const word = this.#take('word');
    if (word === undefined) throw this.#missing();
    const operator = this.#take('operator');
    if (operator === undefined) return this.#counted(word, () => freeWord({ ...word, star: false }));
    return this.#of(word, operator.operator);
  }

  /** What stands behind a key and its operator: a value, or a group of them. */
  #of(key: Token & { readonly kind: 'word' }, operator: Operator): Query {
    const field = fieldNamed(key.text);
    const open = this.#take('open');
    const test = (value: Written) => this.#counted(key, () => condition(field, operator, value));
    if (open !== undefined) return this.#group(open, () => this.#oneValue(test));
    const value = this.#take('value');
    if (value === undefined) throw this.#missing();
    return test(value);
  }

  /** In a group behind a key, words are values. */
  #oneValue(test: (value: Written) => Query): Query {
    const not = this.#take('not');
    if (not !== undefined) return this.#deeper(not, () => ({ kind: 'not', part: this.#oneValue(test) }));
    const open = this.#take('open');
    if (open !== undefined) return this.#group(open, () => this.#oneValue(test));
    const word = this.#take('word');
    if (word === undefined) throw this.#missing();
    return test({ ...word, star: false });
  }

  #group(open: Token, one: () => Query): Query {
    const next = this.#next();
    if (next?.kind === 'close') throw new Wrong('GROUP_EMPTY', open.at, next.end - open.at);
    const query = this.#deeper(open, () => this.#either(one));
    if (this.#take('close') === undefined) throw new Wrong('GROUP_OPEN', open.at, open.end - open.at);
    return query;
  }

  #deeper(token: Token, read: () => Query): Query {
    if (++this.#depth > DEPTH_LIMIT) throw new Wrong('TOO_DEEP', token.at, token.end - token.at);
    const query = read();
    this.#depth--;
    return query;
  }

  #counted(token: Token, read: () => Query): Query {
    if (++this.#terms > TERM_LIMIT) throw new Wrong('TOO_MANY', token.at, token.end - token.at);
    return read();
  }

  /** A condition was expected and something else, or the end, is there. */
  #missing(): Wrong {
    const { at, end, kind } = this.#next() ?? { at: this.#length, end: this.#length, kind: 'end' };
    const before = this.#tokens[this.#at - 1];
    // What waits for a condition is what is wrong, if there is anything.
    if (before !== undefined && kind !== 'operator') {
      const code =
        before.kind === 'operator' ? 'VALUE_MISSING' : before.kind === 'open' ? 'GROUP_OPEN' : 'TERM_MISSING';
      return new Wrong(code, before.at, before.end - before.at);
    }
    if (kind === 'operator') return new Wrong('KEY_MISSING', at, end - at);
    return new Wrong(kind === 'close' ? 'GROUP_EXTRA' : 'TERM_MISSING', at, end - at);
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take<Kind extends Token['kind']>(kind: Kind): (Token & { readonly kind: Kind }) | undefined {
    const token = this.#next();
    if (token === undefined || !isOfKind(token, kind)) return undefined;
    this.#at++;
    return token;
  }
}

const isOfKind = <Kind extends Token['kind']>(token: Token, kind: Kind): token is Token & { readonly kind: Kind } =>
  token.kind === kind;
