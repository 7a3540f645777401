import type { Bytes } from '../../lib/bytes.ts';
import { Interner } from '../../lib/interner.ts';
import { slotOfAttribute } from '../../store/span/otlp/semantics.ts';
import { isSecretName } from '../mask/secret.ts';

/** Names that are remembered; programs use some hundred. One too many is looked at each time it comes. */
const LIMIT = 4_096;

/** What must be masked in a value, as its name says. */
export const masks = { NOTHING: 0, ALL: 1, URL: 2, QUERY: 3, STATEMENT: 4 } as const;
export type Mask = (typeof masks)[keyof typeof masks];

const special: ReadonlyMap<string, Mask> = new Map([
  ['url.full', masks.URL],
  ['http.url', masks.URL],
  ['http.target', masks.URL],
  ['url.query', masks.QUERY],
  ['db.query.text', masks.STATEMENT],
  ['db.statement', masks.STATEMENT],
]);

export interface Meaning {
  /** Place of what the value tells about a call; 0: it tells nothing. */
  readonly slot: number;
  readonly mask: Mask;
}

/** What names of attributes mean, found by their bytes: each is asked for with every span. */
export class AttributeNames {
  readonly #names = new Interner();
  readonly #meanings: Meaning[] = [{ slot: 0, mask: masks.NOTHING }];

  meaning(buffer: Bytes, from: number, to: number): Meaning {
    const id = this.#names.size > LIMIT ? this.#names.find(buffer, from, to) : this.#names.id(buffer, from, to);
    const known = this.#meanings[id];
    if (known !== undefined && (id !== 0 || from === to)) return known;
    const meaning = meaningOf(Buffer.from(buffer.subarray(from, to)));
    if (id !== 0) this.#meanings[id] = meaning;
    return meaning;
  }
}

function meaningOf(name: Buffer): Meaning {
  const text = name.toString('utf8');
  const mask = special.get(text) ?? (isSecretName(name, 0, name.length) ? masks.ALL : masks.NOTHING);
  return { slot: slotOfAttribute.get(text) ?? 0, mask };
}
