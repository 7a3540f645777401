type Values = Readonly<Record<string, string>>;

/**
 * A sentence of the UI, as a pattern for the whole of a text: values that are not given may be anything, and are groups.
 * `sentence('From {{from}} to {{to}}', { from: 'shop-web' })`
 */
export function sentence(template: string, values: Values = {}): RegExp {
  const parts = template.split(/\{\{\s*(\w+)[^}]*\}\}/);
  const pattern = parts.map((part, place) => {
    if (place % 2 === 0) return RegExp.escape(part);
    const value = values[part];
    return value === undefined ? `(?<${part}>.*)` : RegExp.escape(value);
  });
  return new RegExp(`^${pattern.join('')}$`);
}

/** What a text on screen fills into a sentence of the UI; throws if it is another sentence. */
export function filledIn(template: string, text: string | null): Values {
  const groups = sentence(template).exec(text ?? '')?.groups;
  if (groups === undefined) throw new Error(`not "${template}": ${text}`);
  return groups;
}

/** Words of the UI by their keys, such as `map.panel.calls`. */
export interface Words {
  readonly [key: string]: string | Words;
}

/** All sentences of a language. */
export const sentencesOf = (words: Words): string[] =>
  Object.values(words).flatMap((value) => (typeof value === 'string' ? [value] : sentencesOf(value)));
