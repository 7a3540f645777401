/**
 * A sentence of the UI, as a pattern for the whole of a text: values that are not given may be anything.
 * `sentence('From {{from}} to {{to}}', { from: 'shop-web' })`
 */
export function sentence(template: string, values: Readonly<Record<string, string>> = {}): RegExp {
  const parts = template.split(/\{\{\s*(\w+)[^}]*\}\}/);
  const pattern = parts.map((part, place) => {
    if (place % 2 === 0) return RegExp.escape(part);
    const value = values[part];
    return value === undefined ? '.*' : RegExp.escape(value);
  });
  return new RegExp(`^${pattern.join('')}$`);
}
