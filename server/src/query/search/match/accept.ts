import type { Between, Test } from '../language/query.ts';

/** Whether a value passes. */
export type Accept = (value: string) => boolean;

/** The test of a text whose whole is compared, upper and lower case apart. */
export function exactly(test: Test): Accept {
  switch (test.kind) {
    case 'is':
      return (value) => value === test.value;
    case 'holds':
      return alike(test);
    case 'like':
      return (value) => isLike(value, test.parts);
    case 'between':
      return (value) => value !== '' && isBetween(Number(value), test);
  }
}

/** The test of a text of which a part is enough, upper and lower case alike. */
export function alike(test: Test): Accept {
  if (test.kind === 'like') {
    const parts = test.parts.map((part) => part.toLowerCase());
    return (value) => isLike(value.toLowerCase(), parts);
  }
  const part = test.kind === 'between' ? '' : test.value.toLowerCase();
  return (value) => value.toLowerCase().includes(part);
}

export const isBetween = (value: number, { min, max, minOpen, maxOpen }: Between): boolean =>
  (minOpen ? value > min : value >= min) && (maxOpen ? value < max : value <= max);

/**
 * Whether a text is the parts in their order with anything between them. Each part is taken where it first comes, so
 * that no pattern takes longer than the text is long, times its parts.
 */
export function isLike(value: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return value === first;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  const end = value.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
