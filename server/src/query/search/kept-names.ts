import { type Bytes, hex } from '../../lib/bytes.ts';
import { Lru } from '../../lib/lru.ts';
import type { Api, Process } from '../../store/metadata/store.ts';
import type { NameStore } from '../names.ts';

/** Names of a search: its spans refer to the same ones again and again, so that each is looked up once. */
export class KeptNames implements NameStore {
  readonly #store: NameStore;
  readonly #apis = new Lru<string, Promise<Api | undefined>>(20_000);
  readonly #texts = new Lru<string, Promise<string | undefined>>(20_000);

  constructor(store: NameStore) {
    this.#store = store;
  }

  api(of: Process, id: number): Promise<Api | undefined> {
    return kept(this.#apis, `${keyOf(of)} ${id}`, () => this.#store.api(of, id));
  }

  sql(of: Process, id: number | Bytes): Promise<string | undefined> {
    const key = typeof id === 'number' ? id : hex(id);
    return kept(this.#texts, `sql ${keyOf(of)} ${key}`, () => this.#store.sql(of, id));
  }

  string(of: Process, id: number): Promise<string | undefined> {
    return kept(this.#texts, `string ${keyOf(of)} ${id}`, () => this.#store.string(of, id));
  }
}

const keyOf = ({ agentId, startTime }: Process): string => `${agentId}^${startTime}`;

function kept<T>(names: Lru<string, Promise<T>>, key: string, look: () => Promise<T>): Promise<T> {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = look();
  names.set(key, name);
  return name;
}
