import { Failure } from '../lib/failure.ts';

/** Bytes of unfinished messages and requests that may be in memory, of all clients together. */
const LIMIT = 128 * 1024 * 1024;

/** Bytes of all that is arriving and has not come whole: clients that send slowly must not hold memory without end. */
export class Arriving {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Throws SERVER_BUSY where it is too much; what was added is to be removed all the same. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > LIMIT) throw new Failure('SERVER_BUSY', 'too many requests are arriving');
  }

  remove(bytes: number): void {
    this.#bytes -= bytes;
  }
}
