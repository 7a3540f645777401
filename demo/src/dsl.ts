/**
 * The words in which shop.ts describes a shop: applications, what they are asked, and what they do then. Data only;
 * trace.ts acts it out.
 */
import type { LanguageName } from './language/language.ts';
import type { Random } from './random.ts';

export interface Database {
  /** The name on the server map. */
  readonly name: string;
  readonly host: string;
}

/** A normalized SQL statement: literals stand as `0#` (number) or `0$` (text), counted together. */
export interface Statement {
  readonly text: string;
  readonly database: Database;
  /** Median ms. */
  readonly takes: number;
  /** The literals that were taken out of the text, joined by commas. */
  readonly literals?: (random: Random) => string;
  /** What was bound to the question marks, joined by a comma and a space. */
  readonly binds?: (random: Random) => string;
}

/** An exception as its language names it; `at` is the place in our code that threw it. */
export interface Mishap {
  readonly className: string;
  readonly message: string;
  readonly at: string;
  readonly cause?: Mishap;
}

export type Step =
  | { readonly do: 'work'; readonly takes: number }
  | { readonly do: 'method'; readonly api: string; readonly steps: readonly Step[] }
  | { readonly do: 'sql'; readonly statement: Statement }
  | { readonly do: 'redis'; readonly command: 'get' | 'set' }
  | { readonly do: 'call'; readonly application: string; readonly endpoint: string }
  | { readonly do: 'external'; readonly host: string; readonly request: string; readonly takes: number }
  | { readonly do: 'publish'; readonly topic: string }
  | { readonly do: 'background'; readonly api: string; readonly steps: readonly Step[] }
  | { readonly do: 'together'; readonly steps: readonly Step[] }
  | { readonly do: 'sometimes'; readonly share: number; readonly steps: readonly Step[] }
  | { readonly do: 'repeat'; readonly from: number; readonly to: number; readonly steps: readonly Step[] }
  | { readonly do: 'attempt'; readonly steps: readonly Step[] }
  | { readonly do: 'fail'; readonly share: number; readonly mishap: Mishap };

/** What one request does. */
export interface Endpoint {
  /** The method that handles it. */
  readonly handler: string;
  readonly steps: readonly Step[];
  /** The query string, as `key=value&…`. */
  readonly params?: (random: Random) => string;
  /** Statuses other than 200, each with how often. None of them is an exception. */
  readonly statuses?: readonly { readonly status: number; readonly share: number }[];
}

/** What a worker does with each message of a topic. */
export interface Consumer {
  readonly topic: string;
  readonly handler: string;
  readonly steps: readonly Step[];
}

export interface Application {
  readonly name: string;
  readonly language: LanguageName;
  /** How many agents (processes) it has. */
  readonly agents: number;
  /** Where its agents listen. Callers dial `name:port`. */
  readonly port: number;
  /** Behind a template such as `GET /orders/{id}`. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly consumer?: Consumer;
  /** Its pool of database connections. */
  readonly pool?: { readonly database: Database; readonly size: number };
  /** The service it names itself part of: identity v4. */
  readonly service?: string;
  /** Statements go by the hash of their text (SQL statistics), not by a number. */
  readonly sqlByUid?: boolean;
  /** Its last agent restarts every few minutes. */
  readonly restarts?: boolean;
  /** Libraries it says it uses. */
  readonly libraries: readonly string[];
}

/** Requests from outside: people, phones, partners. */
export interface Visitor {
  readonly application: string;
  readonly endpoint: string;
  readonly weight: number;
}

export const work = (takes: number): Step => ({ do: 'work', takes });
export const method = (api: string, ...steps: readonly Step[]): Step => ({ do: 'method', api, steps });
export const sql = (statement: Statement): Step => ({ do: 'sql', statement });
export const redis = (command: 'get' | 'set'): Step => ({ do: 'redis', command });
export const call = (application: string, endpoint: string): Step => ({ do: 'call', application, endpoint });
export const publish = (topic: string): Step => ({ do: 'publish', topic });
/** A request, such as `POST /v1/charges`, to a host that nobody here watches. */
export const external = (host: string, request: string, takes: number): Step => ({
  do: 'external',
  host,
  request,
  takes,
});
/** Goes on by itself: whoever started it does not wait. */
export const background = (api: string, ...steps: readonly Step[]): Step => ({ do: 'background', api, steps });
/** All begin at once; goes on when the last has ended. */
export const together = (...steps: readonly Step[]): Step => ({ do: 'together', steps });
export const sometimes = (share: number, ...steps: readonly Step[]): Step => ({ do: 'sometimes', share, steps });
export const repeat = (from: number, to: number, ...steps: readonly Step[]): Step => ({
  do: 'repeat',
  from,
  to,
  steps,
});
/** What goes wrong in it is recorded and then ignored. */
export const attempt = (...steps: readonly Step[]): Step => ({ do: 'attempt', steps });
export const fail = (share: number, mishap: Mishap): Step => ({ do: 'fail', share, mishap });
