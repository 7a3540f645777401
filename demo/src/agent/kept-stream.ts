import type { Client } from '@grpc/grpc-js';
import { ready } from './call.ts';
import { backoff, pause, stopped } from './pause.ts';

/** The part of a gRPC stream that is needed to keep one open. */
export interface Writable<Message> {
  write(message: Message): boolean;
  end(): void;
  cancel(): void;
  on(event: 'status' | 'error', listener: () => void): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

interface Settings<Message> {
  readonly client: Client;
  open(): Writable<Message>;
  /** Messages that wait while the stream is closed or full; the oldest goes when there are more. */
  readonly capacity: number;
  readonly wrote?: (message: Message) => void;
  readonly lost?: (message: Message) => void;
}

/** A stream to the collector that is opened again whenever it breaks, until it is closed here. */
export class KeptStream<Message> {
  readonly #settings: Settings<Message>;
  readonly #waiting: Message[] = [];
  readonly #stop = new AbortController();
  readonly #kept: Promise<void>;
  #stream: Writable<Message> | undefined;
  #full = false;

  constructor(settings: Settings<Message>) {
    this.#settings = settings;
    this.#kept = this.#keep();
  }

  send(message: Message): void {
    this.#waiting.push(message);
    const { capacity, lost } = this.#settings;
    if (this.#waiting.length > capacity) {
      const oldest = this.#waiting.shift();
      if (oldest !== undefined) lost?.(oldest);
    }
    this.#flush();
  }

  /** Politely, by half-closing after what waits was written, or by just going. */
  async close(politely: boolean): Promise<void> {
    this.#flush();
    this.#stop.abort();
    if (politely) this.#stream?.end();
    else this.#stream?.cancel();
    // A collector that does not answer the half-close holds nobody up.
    await Promise.race([this.#kept, pause(1000, new AbortController().signal)]);
    this.#stream?.cancel();
    for (const message of this.#waiting.splice(0)) this.#settings.lost?.(message);
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stop;
    const halted = stopped(signal);
    for (let attempt = 0; !signal.aborted; attempt++) {
      const isReady = await Promise.race([ready(this.#settings.client, 3000), halted]);
      if (signal.aborted) return;
      if (isReady) {
        const opened = Date.now();
        await this.#run();
        if (Date.now() - opened > 10_000) attempt = 0;
      }
      await pause(backoff(attempt), signal);
    }
  }

  /** One life of the stream. */
  #run(): Promise<void> {
    return new Promise((resolve) => {
      const stream = this.#settings.open();
      const ended = () => {
        if (this.#stream === stream) this.#stream = undefined;
        resolve();
      };
      this.#stream = stream;
      this.#full = false;
      stream.on('error', ended);
      stream.on('status', ended);
      this.#flush();
    });
  }

  #flush(): void {
    const stream = this.#stream;
    if (stream === undefined || this.#full) return;
    for (let message = this.#waiting.shift(); message !== undefined; message = this.#waiting.shift()) {
      this.#settings.wrote?.(message);
      if (stream.write(message)) continue;
      this.#full = true;
      stream.once('drain', () => {
        if (this.#stream !== stream) return;
        this.#full = false;
        this.#flush();
      });
      return;
    }
  }
}
