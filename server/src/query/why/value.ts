import { getOrMake } from '../../lib/get-or-make.ts';
import { type Agent, type Application, applicationKey } from '../../store/application.ts';
import type { WhyDimension } from '../schema/why.ts';

/** What a value is a value of. Of the same weight, those that say more come first. */
export const dimensions: readonly WhyDimension[] = [
  'exception',
  'status',
  'agent',
  'endpoint',
  'calleeAgent',
  'version',
  'host',
  'caller',
  'attribute',
  'client',
  'sql',
  'call',
  'application',
  'method',
];

/** Where time is spent: values of these have a time and a number of calls. */
export const places: ReadonlySet<WhyDimension> = new Set(['sql', 'call', 'method']);

/** Something that transactions have in common. */
export interface Value {
  readonly dimension: WhyDimension;
  /** Whose it is: of the application in which it was seen. */
  readonly application: Application;
  readonly name: Name;
}

/** A text, or what stands for one in the metadata of an agent. */
export type Name =
  | { readonly text: string; readonly type?: string }
  | { readonly agent: Agent; readonly api: number }
  | { readonly agent: Agent; readonly sql: number | Uint8Array }
  | { readonly agent: Agent; readonly string: number };

/** Longer texts of agents are cut; all that begin alike are one value then. */
const TEXT_LIMIT = 2_000;

/** Different values of one dimension that are told apart; what comes later is not counted. */
const DIMENSION_LIMIT = 50_000;

/** Gives equal values the same small number. */
export class Values {
  readonly all: Value[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #perDimension = new Map<WhyDimension, number>();
  readonly #agents = new Map<Agent, Known>();

  /** undefined: its dimension has too many. */
  text(dimension: WhyDimension, application: Application, text: string, type?: string): number | undefined {
    const short = text.length > TEXT_LIMIT ? text.slice(0, TEXT_LIMIT) : text;
    const name = type === undefined ? { text: short } : { text: short, type };
    return this.#of(`${dimension} ${applicationKey(application)} ${short} ${type ?? ''}`, {
      dimension,
      application,
      name,
    });
  }

  /** A text of an agent's own application, looked up by less than its whole key. */
  own(dimension: WhyDimension, agent: Agent, text: string): number | undefined {
    return getOrMake(this.#known(agent).texts, `${dimension} ${text}`, () =>
      this.text(dimension, agent.application, text),
    );
  }

  api(agent: Agent, api: number): number | undefined {
    return getOrMake(this.#known(agent).apis, api, () =>
      this.#of(`method ${this.#known(agent).place} ${api}`, {
        dimension: 'method',
        application: agent.application,
        name: { agent, api },
      }),
    );
  }

  sql(agent: Agent, id: number | Uint8Array): number | undefined {
    const key = typeof id === 'number' ? id : Buffer.from(id).toString('latin1');
    return getOrMake(this.#known(agent).sqls, key, () =>
      this.#of(`sql ${this.#known(agent).place} ${key}`, {
        dimension: 'sql',
        application: agent.application,
        name: { agent, sql: id },
      }),
    );
  }

  exception(agent: Agent, id: number): number | undefined {
    return getOrMake(this.#known(agent).exceptions, id, () =>
      this.#of(`exception ${this.#known(agent).place} ${id}`, {
        dimension: 'exception',
        application: agent.application,
        name: { agent, string: id },
      }),
    );
  }

  #known(agent: Agent): Known {
    return getOrMake(this.#agents, agent, () => ({
      place: this.#agents.size,
      apis: new Map(),
      sqls: new Map(),
      exceptions: new Map(),
      texts: new Map(),
    }));
  }

  #of(key: string, value: Value): number | undefined {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const others = this.#perDimension.get(value.dimension) ?? 0;
    if (others >= DIMENSION_LIMIT) return undefined;
    this.#perDimension.set(value.dimension, others + 1);
    const number = this.all.length;
    this.all.push(value);
    this.#byKey.set(key, number);
    return number;
  }
}

/** Numbers of an agent's values by what it calls them. */
interface Known {
  readonly place: number;
  readonly apis: Map<number, number | undefined>;
  readonly sqls: Map<number | string, number | undefined>;
  readonly exceptions: Map<number, number | undefined>;
  readonly texts: Map<string, number | undefined>;
}
