import type { Family } from './family.ts';

/** A drawing of 24 × 24, in lines; or letters where a language has no picture that is not a trademark. */
export type Glyph = { readonly lines: string } | { readonly letters: string };

export const glyphs: Readonly<Record<Family, Glyph>> = {
  user: { lines: 'M12 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6' },
  java: { letters: 'Jv' },
  spring: { lines: 'M5 19c-1-9 5-14 14-14c1 9-4 14-11 13.5M5 20c1.5-5 4.5-8 9-10' },
  node: { letters: 'JS' },
  python: { letters: 'Py' },
  php: { letters: 'php' },
  go: { letters: 'Go' },
  dotnet: { letters: '.N' },
  ruby: { letters: 'Rb' },
  rust: { letters: 'Rs' },
  cpp: { letters: 'C++' },
  proxy: { lines: 'M3 12h6M9 12l6-6h6M9 12l6 6h6M18 3l3 3l-3 3M18 15l3 3l-3 3' },
  server: { lines: 'M4 5h16v5H4zM4 14h16v5H4zM7.5 7.5h.01M7.5 16.5h.01M12 7.5h5M12 16.5h5' },
  database: { lines: 'M5 6c0-3.4 14-3.4 14 0s-14 3.4-14 0v12c0 3.4 14 3.4 14 0V6M5 12c0 3.4 14 3.4 14 0' },
  cache: { lines: 'M13 3L5 13.5h6L10.5 21L19 10h-6.5z' },
  queue: { lines: 'M3 6h4v12H3zM10 6h4v12h-4zM17 12h4.5M19 9.5l2.5 2.5l-2.5 2.5' },
  search: { lines: 'M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.5 15.5L20.5 20.5' },
  external: { lines: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17M3.5 12h17M12 3.5c-5 5-5 12 0 17c5-5 5-12 0-17' },
  unknown: { letters: '?' },
};
