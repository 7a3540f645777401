import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import type { Dumped, Entry, Kv, Op, Partition, Range, Row, Usage } from '../kv.ts';
import { packBatch } from './batch.ts';
import { type Answer, type Channel, isKv, type Request, type Where } from './protocol.ts';

/** A request without its number. */
type Asked = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

/**
 * The store of another thread, as receivers need it: they write, and read a little. A batch crosses as one buffer
 * that changes its owner. Expiry, usage and dumps are asked of the store itself, in the thread that holds it.
 */
export class RemoteKv implements Kv {
  readonly can;
  readonly #channel: Channel;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #requests = 0;

  constructor(channel: Channel, can: Kv['can']) {
    this.can = can;
    this.#channel = channel;
    channel.on('message', (message: unknown) => {
      if (isKv(message) && (message.kv === 'done' || message.kv === 'failed')) this.#answered(message);
    });
  }

  async get(row: Row): Promise<Bytes | undefined> {
    const value = await this.#ask({ kv: 'get', where: whereOf(row), sort: row.sort });
    return value as Bytes | undefined;
  }

  async *scan(partition: Partition, range: Range = {}): AsyncIterable<Entry> {
    yield* (await this.#ask({ kv: 'scan', where: whereOf(partition), range })) as Entry[];
  }

  async write(batch: readonly Op[]): Promise<void> {
    if (batch.length === 0) return;
    const packed = packBatch(batch);
    await this.#ask({ kv: 'write', batch: packed }, [packed.buffer as ArrayBuffer]);
  }

  async swap(row: Row, expected: Bytes | undefined, next: Bytes | undefined): Promise<boolean> {
    return (await this.#ask({ kv: 'swap', where: whereOf(row), sort: row.sort, expected, next })) === true;
  }

  expire(): Promise<void> {
    return elsewhere();
  }

  usage(): Promise<readonly Usage[]> {
    return elsewhere();
  }

  // biome-ignore lint/correctness/useYield: the seam has it, this end does not offer it
  async *dump(): AsyncIterable<Dumped> {
    await elsewhere();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { reject } of this.#waiting.values()) reject(new Failure('STORE_CLOSED'));
    this.#waiting.clear();
  }

  #ask(asked: Asked, transfer: ArrayBuffer[] = []): Promise<unknown> {
    const id = this.#requests++;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#channel.postMessage({ ...asked, id }, transfer);
    return waiting.promise;
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.kv === 'done') waiting?.resolve(answer.result);
    else waiting?.reject(new Failure(answer.code, answer.detail));
  }
}

const whereOf = ({ table, day, partition }: Partition): Where => ({ table: table.id, day, partition });

const elsewhere = (): Promise<never> => Promise.reject(new Failure('INTERNAL', 'ask the thread that holds the store'));
