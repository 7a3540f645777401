import { type Token, tokens } from './tokens.ts';

/** Longer statements are shown as they came: nobody reads them, and laying them out would hold up the page. */
const LONGEST = 100_000;

const CLAUSES = new Set(['select', 'from', 'where', 'having', 'limit', 'offset', 'values', 'set', 'returning', 'union',
  'intersect', 'except', 'group', 'order', 'insert', 'update', 'delete', 'with', 'window', 'fetch']); // biome-ignore format: a list
const JOINS = new Set(['join', 'inner', 'left', 'right', 'full', 'cross', 'natural']);
const INDENT = '  ';
/** A list this short stays on its line. */
const SHORT = 60;

/**
 * An SQL statement laid out over lines: a clause a line, conditions and the items of long lists below it, what is inside
 * parentheses that hold a query a step further in. Only white space changes.
 */
export function pretty(sql: string): Token[] {
  if (sql.length > LONGEST) return [{ kind: 'word', text: sql }];
  const words = tokens(sql).filter((token) => token.kind !== 'space');
  const out = new Layout();
  /** Whether each open parenthesis holds a query. */
  const open: boolean[] = [];
  let between = false;
  words.forEach((token, i) => {
    const word = token.kind === 'keyword' ? token.text.toLowerCase() : '';
    const before = words[i - 1];
    if (token.text === '(') {
      const query = /^(select|with)$/i.test(words[i + 1]?.text ?? '');
      out.put(token, before, before?.kind === 'word' ? '' : ' ');
      open.push(query);
      if (query) out.indent(1);
      return;
    }
    if (token.text === ')') {
      if (open.pop() === true) {
        out.indent(-1);
        out.line(0);
      }
      out.put(token, before, '');
      return;
    }
    const inList = open.length > 0 && open.at(-1) === false;
    if (!inList) {
      if (word === 'between') between = true;
      if (CLAUSES.has(word) && !follows(before, word)) out.line(0);
      else if (JOINS.has(word) && !isJoin(before)) out.line(0);
      else if (word === 'or' || (word === 'and' && !between)) out.line(1);
      else if (before?.text === ',' && out.long(words, i, SHORT)) out.line(1);
      if (word === 'and') between = false;
    }
    out.put(token, before, tight(token, before) ? '' : ' ');
  });
  return out.tokens;
}

/** Words that begin a clause only where they do not belong to the word before: `delete from`, `insert into … set`. */
function follows(before: Token | undefined, word: string): boolean {
  const last = before?.text.toLowerCase() ?? '';
  if (word === 'from') return last === 'delete' || last === 'distinct';
  if (word === 'set' || word === 'update') return last === 'for' || last === 'do' || last === 'key' || last === 'then';
  if (word === 'delete' || word === 'insert') return last === 'then' || last === 'on';
  return false;
}

const isJoin = (before: Token | undefined): boolean =>
  before !== undefined && (JOINS.has(before.text.toLowerCase()) || before.text.toLowerCase() === 'outer');

function tight(token: Token, before: Token | undefined): boolean {
  return /^[,;.)]$/.test(token.text) || before === undefined || /^[.(]$/.test(before.text);
}

class Layout {
  readonly tokens: Token[] = [];
  #depth = 0;
  #fresh = true;

  indent(by: number): void {
    this.#depth = Math.min(Math.max(0, this.#depth + by), 32);
  }

  /** Begins a line, `more` steps further in than the clause. */
  line(more: number): void {
    if (this.#fresh && this.tokens.length === 0) return;
    this.tokens.push({ kind: 'space', text: `\n${INDENT.repeat(this.#depth + more)}` });
    this.#fresh = true;
  }

  put(token: Token, before: Token | undefined, space: string): void {
    if (before?.kind === 'comment' && before.text.startsWith('--') && !this.#fresh) this.line(0);
    if (!this.#fresh && space !== '') this.tokens.push({ kind: 'space', text: space });
    this.tokens.push(token);
    this.#fresh = false;
  }

  /** Whether the list around word `at` is longer than a line should be: its items then get a line each. */
  long(words: readonly Token[], at: number, limit: number): boolean {
    let length = 0;
    for (let i = at; i < words.length && length <= limit; i++) {
      const word = words[i];
      if (word === undefined || CLAUSES.has(word.text.toLowerCase())) break;
      length += word.text.length + 1;
    }
    for (let i = at - 1; i >= 0 && length <= limit; i--) {
      const word = words[i];
      if (word === undefined || CLAUSES.has(word.text.toLowerCase())) break;
      length += word.text.length + 1;
    }
    return length > limit;
  }
}
