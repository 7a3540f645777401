import type { SourceFile } from './source-files.ts';

/** Ways round the type checker and the linter, with how many of each there are. A number may only fall. */
const limits: Readonly<Record<string, number>> = {
  '@ts-ignore': 0,
  '@ts-nocheck': 0,
  '@ts-expect-error': 0,
  'biome-ignore lint/suspicious/noExplicitAny': 0,
  'biome-ignore lint/style/noNonNullAssertion': 0,
  'as any': 0,
  'as unknown as': 0,
  // Debt: addresses that the UI's router cannot type.
  'as never': 3,
};

/** These files name the ways round in order to forbid them. */
const exempt = /^scripts\/ratchet(\.test)?\.ts$/;

/** One line for each way round that occurs more often than it may. */
export function ratchet(files: readonly SourceFile[]): readonly string[] {
  return Object.entries(limits).flatMap(([way, limit]) => {
    const pattern = new RegExp(`(?<!\\w)${way}\\b`);
    const places = files.filter(({ path }) => !exempt.test(path)).flatMap((file) => placesOf(pattern, file));
    return places.length > limit ? [`${way}: ${places.length} times, may be ${limit}: ${places.join(', ')}`] : [];
  });
}

const placesOf = (pattern: RegExp, { path, text }: SourceFile): readonly string[] =>
  text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));
