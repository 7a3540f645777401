/** Longest path that is looked at; agents may send any. */
const PATH_LIMIT = 4_096;

/**
 * Whether a path matches an ant-style pattern: `?` is one character, `*` any number of them up to the next slash,
 * `**` any number of any. Costs at most length of path × length of pattern, whatever the two are.
 */
export function pathMatches(pattern: string, url: string): boolean {
  const path = pathOf(url).slice(0, PATH_LIMIT);
  const tokens = pattern.match(/\*\*|./gsu) ?? [];
  // The places in the pattern that may be reached with the characters read so far.
  let places = closed(new Set([0]), tokens);
  for (const character of path) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token === undefined) continue;
      if (token === '**' || (token === '*' && character !== '/')) next.add(place);
      else if (token === character || (token === '?' && character !== '/')) next.add(place + 1);
    }
    places = closed(next, tokens);
    if (places.size === 0) return false;
  }
  return places.has(tokens.length);
}

/** Adds the places behind wildcards that may stand for nothing; `/**` may do so together with its slash. */
function closed(places: Set<number>, tokens: readonly string[]): Set<number> {
  for (const place of places) {
    const token = tokens[place];
    if (token === '*' || token === '**') places.add(place + 1);
    const after = tokens[place + 2];
    if (token === '/' && tokens[place + 1] === '**' && (after === '/' || after === undefined)) places.add(place + 2);
  }
  return places;
}

/** The path of a URL, or of what is a path already; without query and fragment. */
function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = path.search(/[?#]/);
  return end < 0 ? path : path.slice(0, end);
}
