export type TokenKind = 'keyword' | 'word' | 'string' | 'number' | 'comment' | 'mark' | 'space';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** One of each kind, tried in this order at every place; what none takes is a mark. No part of it can backtrack. */
const PATTERN =
  /(?<space>\s+)|(?<comment>--[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?)|(?<string>'(?:[^']|'')*'?|"[^"]*"?|`[^`]*`?)|(?<number>\d[\w.]*)|(?<word>[\p{L}_$@#:][\p{L}\p{N}_$@#]*)|(?<mark>[<>=!|]{2,3}|.)/gsu;

const KEYWORDS = new Set(
  `select from where and or not in is null like between exists case when then else end as on using join inner left right
  full outer cross lateral natural group by order having limit offset fetch first next rows row only union all intersect
  except distinct insert into values update set delete returning with recursive merge matched create alter drop table
  index view begin commit rollback asc desc nulls last over partition window for share nowait skip locked call exec
  execute truncate replace ignore duplicate key conflict do nothing default true false interval`.split(/\s+/),
);

/** The words, strings and marks of an SQL statement of any dialect, none lost: joined they are the text again. */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  for (const match of sql.matchAll(PATTERN)) {
    const text = match[0];
    found.push({ kind: kindOf(match.groups ?? {}, text), text });
  }
  return found;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>, text: string): TokenKind {
  if (groups.word !== undefined) return KEYWORDS.has(text.toLowerCase()) ? 'keyword' : 'word';
  if (groups.space !== undefined) return 'space';
  if (groups.string !== undefined) return 'string';
  if (groups.number !== undefined) return 'number';
  return groups.comment !== undefined ? 'comment' : 'mark';
}
