import { type Query, type Term, termsOf } from '../language/query.ts';

/** Whether an endpoint is a template of paths (`/order/{id}`, `/**`) and not a path. */
export const isTemplate = (endpoint: string): boolean => /[{*]/.test(endpoint) && endpoint.includes('/');

/** The paths that a query asks for, up to their first star: those that a template may stand for. */
export const pathsOf = (query: Query): string[] => [...termsOf(query)].flatMap((term) => pathOf(term) ?? []);

function pathOf({ field, test }: Term): string | undefined {
  const isEndpoint =
    field.kind === 'known' ? field.name === 'endpoint' : field.kind === 'key' && field.key === 'http.url';
  if (!isEndpoint || test.kind === 'between') return undefined;
  const path = test.kind === 'like' ? (test.parts[0] ?? '') : test.value;
  return path.startsWith('/') && !isTemplate(path) ? path : undefined;
}

/** Whether a template may stand for a path that begins so: `/order/{id}` for `/order/4` and `/order/42`. */
export function standsFor(template: string, path: string): boolean {
  const parts = template.replace(/^\w+ /, '').split('/');
  const wanted = (path.split('?')[0] ?? '').split('/');
  for (const [place, segment] of wanted.entries()) {
    const part = parts[place];
    if (part === undefined) return false;
    if (part === '**') return true;
    const isLast = place === wanted.length - 1;
    const fits = part.includes('{') || part === '*' || (isLast ? part.startsWith(segment) : part === segment);
    if (!fits) return false;
  }
  return true;
}
