import { Worker } from 'node:worker_threads';
import type { Kv, Table } from '../kv/kv.ts';
import { hostKv } from '../kv/remote/host.ts';
import type { Millis } from '../lib/time.ts';
import type { RefusedCall } from '../store/agent/refusals.ts';
import type { ReceiverState } from '../store/health/health.ts';
import { type CloseSlots, type ReceiverData, type ReceiverMessage, STOP } from './receiver.ts';

/** How long a receiver that died is away. */
const RESTART = 500;

export interface ReceiversOptions {
  readonly count: number;
  readonly tables: readonly Table[];
  readonly data: Omit<ReceiverData, 'can'>;
  /**
   * Where the first of them listens beside: a call and the hop it leads to come from two processes, and whoever counts
   * them together must see both.
   */
  readonly first: ReceiverData['listen'];
  readonly warn: (text: string, what: object) => void;
  readonly refused: (call: RefusedCall, at: Millis) => void;
  /** Told how each receiver, by its place, does. */
  readonly heard: (place: number, state: ReceiverState) => void;
}

/** The receivers of this process: as many threads as asked for, sharing the ports. */
export class Receivers {
  readonly #kv: Kv;
  readonly #options: ReceiversOptions;
  readonly #workers = new Set<Worker>();
  #stopping = false;

  constructor(kv: Kv, options: ReceiversOptions) {
    this.#kv = kv;
    this.#options = options;
  }

  /** Resolves when every receiver listens. */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.count }, (_, place) => this.#start(place)));
  }

  /** Closes the slots that ended before `before` in every receiver; resolves when what they took is durable. */
  async closeSlots(before: Millis): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => closed(worker, before)));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#workers].map((worker) => stopped(worker)));
  }

  #start(place: number): Promise<void> {
    const { data, first, count, tables, warn, refused, heard } = this.#options;
    const workerData: ReceiverData = {
      ...data,
      listen: place === 0 ? [...data.listen, ...first] : data.listen,
      can: this.#kv.can,
      bytesInFlight: data.bytesInFlight / count,
    };
    const worker = new Worker(new URL('./receiver.ts', import.meta.url), { workerData });
    this.#workers.add(worker);
    hostKv(this.#kv, tables, worker);
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ReceiverMessage) => {
        if (!('receiver' in message)) return;
        if (message.receiver === 'ready') resolve();
        else if (message.receiver === 'state') heard(place, message.state);
        else if (message.receiver === 'refused') refused(message.call, message.at);
        else if (message.receiver === 'warn') warn(message.text, message.what);
      });
      worker.on('error', (error) => {
        reject(error);
        warn('a receiver failed and is started again', { thrown: String(error) });
      });
      worker.on('exit', () => {
        this.#workers.delete(worker);
        if (!this.#stopping) setTimeout(() => this.#again(place), RESTART);
      });
    });
  }

  #again(place: number): void {
    if (this.#stopping) return;
    this.#start(place).catch((error) => this.#options.warn('a receiver does not start', { thrown: String(error) }));
  }
}

/** Resolves when the receiver has closed these slots, or is no more. */
async function closed(worker: Worker, before: Millis): Promise<void> {
  const done = Promise.withResolvers<void>();
  const hear = (message: ReceiverMessage): void => {
    if ('receiver' in message && message.receiver === 'closed' && message.before === before) done.resolve();
  };
  worker.on('message', hear);
  worker.once('exit', done.resolve);
  worker.postMessage({ closeSlots: before } satisfies CloseSlots);
  await done.promise;
  worker.off('message', hear);
  worker.off('exit', done.resolve);
}

async function stopped(worker: Worker): Promise<void> {
  const done = new Promise<void>((resolve) => {
    worker.on('message', (message: ReceiverMessage) => {
      if ('receiver' in message && message.receiver === 'stopped') resolve();
    });
    worker.once('exit', () => resolve());
  });
  worker.postMessage(STOP);
  await done;
  await worker.terminate();
}
