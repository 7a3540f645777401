import type { Span } from '../../store/span/span.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Parts of a path that name one thing of many: numbers, and long texts with a digit in them. */
const isId = (part: string): boolean =>
  /^\d+$/.test(part) || UUID.test(part) || (part.length >= 12 && /\d/.test(part) && /^[\w.~=+-]+$/.test(part));

const known = new Map<string, string>();

/** The endpoint of a span: the route that it names, or its path with `{id}` for each part that names one thing of many. */
export function endpointOf({ rpc, attributes }: Pick<Span, 'rpc' | 'attributes'>): string {
  const route = attributes.find(({ key }) => key === 'http.route')?.value;
  if (typeof route === 'string' && route !== '') return route;
  let endpoint = known.get(rpc);
  if (endpoint === undefined) {
    endpoint = templateOf(rpc);
    // Paths are said again and again: taken apart once, as long as they are few.
    if (known.size >= 10_000) known.clear();
    known.set(rpc, endpoint);
  }
  return endpoint;
}

export function templateOf(path: string): string {
  const end = path.search(/[?#]/);
  const parts = (end < 0 ? path : path.slice(0, end)).split('/');
  return parts.map((part) => (isId(part) ? '{id}' : part)).join('/') || '/';
}
