/** Characters of values that one statement is given at the most: a small message must not become a huge text. */
const ROOM = 128 * 1024;

/** A comment or quoted text, which is left alone; or the place of a bind. */
const BIND = /\/\*[\s\S]*?(?:\*\/|$)|(?:--|\/\/)[^\n]*|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\?/g;

/** How the Java agent ends a list that it cut off: the number of all values. */
const CUT = /^\.\.\.\(\d+\)$/;

/** Puts binds in place of each `?`, in quotes, to read and not to run. A `?` that none is left for, or no room, stays. */
export function putBinds(text: string, binds: readonly string[]): string {
  const known = binds.filter((value) => !CUT.test(value));
  if (known.length === 0) return text;
  let next = 0;
  let room = ROOM;
  return text.replace(BIND, (whole) => {
    const value = whole === '?' ? known[next++] : undefined;
    if (value === undefined || value.length > room) return whole;
    room -= value.length;
    return `'${value.replaceAll("'", "''")}'`;
  });
}
