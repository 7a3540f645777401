import { Failure } from '../../lib/failure.ts';
import { REQUEST_LIMIT } from './decompress.ts';

/** Told of every request that was refused, with what was thrown. */
export type RefusedRequest = (failure: Failure, address: string, path: string, thrown: unknown) => void;

/** Bytes of all requests that are arriving: clients that send slowly must not hold memory without end. */
export class Arriving {
  #bytes = 0;

  /** Throws SERVER_BUSY where it is too much; what was added is to be removed all the same. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > 2 * REQUEST_LIMIT) throw new Failure('SERVER_BUSY', 'too many requests are arriving');
  }

  remove(bytes: number): void {
    this.#bytes -= bytes;
  }
}
