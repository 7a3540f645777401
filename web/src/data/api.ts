import type { Problem } from '../../../server/src/query/schema/setup.ts';
import { setReached } from './reach.ts';

const BASE = '/api/v1';

type Value = string | number | boolean | null | undefined;
/** Parameters of a request; those that are undefined or null are left out. */
export type Query = Readonly<Record<string, Value>>;

/** An answer that is not the one asked for: what the server says of it, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The address of an API route: for links, downloads and event sources. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text === '' ? '' : `?${text}`}`;
}

/** The JSON answer of a route, such as `get<ServerMap>('/server-map', query)`. Throws ApiError. */
export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const response = await request(path, query, 'application/json', signal);
  return (await response.json()) as T;
}

/** The bytes of a route that answers in binary. Throws ApiError. */
export async function getBytes(path: string, query?: Query, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await request(path, query, 'application/octet-stream', signal);
  return response.arrayBuffer();
}

/** The lines of a route that answers in `application/x-ndjson`, as they come. Throws ApiError. */
export async function* getLines<T>(path: string, query?: Query, signal?: AbortSignal): AsyncGenerator<T> {
  const response = await request(path, query, 'application/x-ndjson', signal);
  const text = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await text?.read(); piece !== undefined && !piece.done; piece = await text?.read()) {
    const lines = (rest + piece.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as T;
  }
}

async function request(path: string, query: Query | undefined, accept: string, signal?: AbortSignal) {
  let response: Response;
  try {
    response = await fetch(apiUrl(path, query), { headers: { accept }, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    setReached(false);
    throw new ApiError(unreachable);
  }
  if (response.ok) {
    setReached(true);
    return response;
  }
  const problem = await readProblem(response);
  setReached(problem.code !== unreachable.code);
  throw new ApiError(problem);
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'the server cannot be reached',
  status: 0,
  code: 'UNREACHABLE',
  detail: '',
  instance: '',
};

async function readProblem(response: Response): Promise<Problem> {
  const { status } = response;
  const plain: Problem = { ...unreachable, title: response.statusText || `HTTP ${status}`, status, code: 'HTTP' };
  if (!response.headers.get('content-type')?.includes('json')) {
    // Not our server but something before it, such as a proxy whose target is down.
    return status >= 502 && status <= 504 ? { ...unreachable, status } : plain;
  }
  try {
    return { ...plain, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return plain;
  }
}
