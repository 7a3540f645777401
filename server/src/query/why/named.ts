import { type Application, applicationKey } from '../../store/application.ts';
import type { Api } from '../../store/metadata/store.ts';
import type { NameStore } from '../names.ts';
import type { WhyDimension } from '../schema/why.ts';
import { apiTitle, unnamed } from '../trace/title.ts';
import type { Value } from './value.ts';

/** A value as a person knows it. */
export interface Named {
  readonly dimension: WhyDimension;
  readonly application: Application;
  readonly text: string;
  readonly detail: string;
}

/** Values by their names, and for each number of a value the place of its name. */
export interface Names {
  readonly all: readonly Named[];
  readonly of: Uint32Array;
}

/** Names looked up at a time. */
const TURN = 200;

/** Looks up what the numbers of agents stand for: the same statement or method of two agents is one value then. */
export async function nameAll(values: readonly Value[], store: NameStore): Promise<Names> {
  const all: Named[] = [];
  const places = new Map<string, number>();
  const of = new Uint32Array(values.length);
  for (let first = 0; first < values.length; first += TURN) {
    const turn = await Promise.all(values.slice(first, first + TURN).map((value) => nameOf(value, store)));
    for (const [at, name] of turn.entries()) {
      const key = `${name.dimension} ${applicationKey(name.application)} ${name.detail} ${name.text}`;
      let place = places.get(key);
      if (place === undefined) {
        place = all.push(name) - 1;
        places.set(key, place);
      }
      of[first + at] = place;
    }
  }
  return { all, of };
}

async function nameOf({ dimension, application, name }: Value, store: NameStore): Promise<Named> {
  const named = (text: string, detail = ''): Named => ({ dimension, application, text, detail });
  if ('text' in name) return named(name.text, name.type);
  const { agent } = name;
  if ('api' in name) return methodOf(await store.api(agent, name.api), name.api, named);
  if ('sql' in name) return named((await store.sql(agent, name.sql)) ?? unnamed('SQL', idOf(name.sql)));
  return named((await store.string(agent, name.string)) ?? unnamed('class', name.string));
}

function methodOf(api: Api | undefined, id: number, named: (text: string, detail?: string) => Named): Named {
  if (api === undefined) return named(unnamed('method', id));
  const { title, className } = apiTitle(api);
  return named(title, className);
}

const idOf = (id: number | Uint8Array): number | string =>
  typeof id === 'number' ? id : Buffer.from(id).toString('hex');
