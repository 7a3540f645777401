import { type Bytes, text, utf8 } from '../lib/bytes.ts';
import { Failure } from '../lib/failure.ts';
import { openValue, versioned } from './value.ts';

/** Rows that are few and change their fields often are JSON behind the version byte; hot ones never are. */
export const encodeJson = (version: number, value: object): Bytes =>
  versioned(version)
    .bytes(utf8(JSON.stringify(value)))
    .take();

/** What `encodeJson` wrote. `is` proves its shape: storage is not trusted more than the network. */
export function decodeJson<T>(value: Bytes, known: number, is: (json: unknown) => json is T): T {
  const json: unknown = JSON.parse(text(openValue(value, known).rest()));
  if (!is(json)) throw new Failure('STORE_DAMAGED', 'a row has not the fields it should have');
  return json;
}
