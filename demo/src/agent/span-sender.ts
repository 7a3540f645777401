import { Span } from '@finepoint/wire';
import { serviceDefinition } from '@finepoint/wire/grpc';
import type { SpanMessage } from '../outgoing.ts';
import type { Channel } from './channel.ts';
import { KeptStream } from './kept-stream.ts';
import type { Sent } from './ledger.ts';
import type { Manner } from './manner.ts';
import { pause } from './pause.ts';

const service = serviceDefinition(Span);

/** Takes spans and chunks, and sends them as the agent's language does. */
export interface SpanSender {
  send(message: SpanMessage): void;
  /** Sends what waits, then ends. */
  close(): Promise<void>;
}

/** Spans that wait for a collector to come back. */
const capacity = 1000;

export function spanSender(channel: Channel, manner: Manner, sent: Sent): SpanSender {
  return manner.batches ? new BatchSender(channel, manner, sent) : streamSender(channel, sent);
}

function streamSender(channel: Channel, sent: Sent): SpanSender {
  const stream = new KeptStream<SpanMessage>({
    client: channel.client,
    open: () => channel.clientStream(service.SendSpan),
    capacity,
    wrote: () => {
      sent.written++;
    },
    lost: () => {
      sent.lost++;
    },
  });
  // In every language, or spans that were counted as written would be lost.
  return { send: (message) => stream.send(message), close: () => stream.close(true) };
}

const batchSize = 20;
const collectFor = 500;
const mostInFlight = 10;

class BatchSender implements SpanSender {
  readonly #channel: Channel;
  readonly #keepsFailed: boolean;
  readonly #sent: Sent;
  readonly #waiting: SpanMessage[] = [];
  readonly #stop = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #done: Promise<void>;

  constructor(channel: Channel, { keepsFailed }: Manner, sent: Sent) {
    this.#channel = channel;
    this.#keepsFailed = keepsFailed;
    this.#sent = sent;
    this.#done = this.#run();
  }

  send(message: SpanMessage): void {
    this.#waiting.push(message);
    this.#forget(this.#waiting.length - capacity);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    this.#flush();
    await Promise.all(this.#inFlight);
    this.#forget(this.#waiting.length);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await pause(collectFor, this.#stop.signal);
      this.#flush();
    }
  }

  #flush(): void {
    while (this.#waiting.length > 0 && this.#inFlight.size < mostInFlight) {
      const call = this.#sendBatch(this.#waiting.splice(0, batchSize)).finally(() => this.#inFlight.delete(call));
      this.#inFlight.add(call);
    }
  }

  async #sendBatch(span: SpanMessage[]): Promise<void> {
    try {
      const { partialSuccess } = await this.#channel.unary(service.SendSpanBatch, { span });
      const rejected = Number(partialSuccess?.rejectedSpans ?? 0n);
      this.#sent.acknowledged += span.length - rejected;
      this.#sent.lost += rejected;
    } catch {
      this.#waiting.unshift(...span);
      this.#forget(this.#keepsFailed ? this.#waiting.length - capacity : span.length);
    }
  }

  #forget(count: number): void {
    if (count <= 0) return;
    this.#waiting.splice(0, count);
    this.#sent.lost += count;
  }
}
