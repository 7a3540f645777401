import type { Metadata, SpanMessage } from '../outgoing.ts';
import type { Channel } from './channel.ts';
import type { Sent } from './ledger.ts';
import type { Manner } from './manner.ts';
import { sendMetadata } from './metadata-sender.ts';
import { pause } from './pause.ts';
import { type SpanSender, spanSender } from './span-sender.ts';

/** Spans that wait for their metadata to arrive. */
const capacity = 1000;

/** Once an agent has been told to end, it tries so long to send what it still has, in ms. */
const patience = 1000;

/** Sends metadata first, and then the spans that refer to it; in order, one after the other. */
export class SpanOutbox {
  readonly #metadata: Channel;
  readonly #spans: SpanSender;
  readonly #keepsMetadata: AbortController = new AbortController();
  readonly #sent: Sent;
  #waiting: { metadata: readonly Metadata[]; message: SpanMessage | undefined }[] = [];
  #isWorking = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(metadata: Channel, spans: Channel, manner: Manner, sent: Sent) {
    this.#metadata = metadata;
    this.#spans = spanSender(spans, manner, sent);
    this.#sent = sent;
  }

  send(metadata: readonly Metadata[], message: SpanMessage): void {
    this.#waiting.push({ metadata, message });
    if (this.#waiting.length > capacity) this.#forgetOldest();
    if (!this.#isWorking) this.#idle = this.#work();
  }

  async close(): Promise<void> {
    const waited = new AbortController();
    await Promise.race([this.#idle, pause(patience, waited.signal)]);
    waited.abort();
    this.#keepsMetadata.abort();
    await this.#idle;
    await this.#spans.close();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { signal } = this.#keepsMetadata;
      for (const metadata of next.metadata) await sendMetadata(this.#metadata, metadata, this.#sent, signal);
      if (next.message !== undefined) this.#spans.send(next.message);
    }
    this.#isWorking = false;
  }

  /** The span is lost, but others refer to the metadata that came with it. */
  #forgetOldest(): void {
    const oldest = this.#waiting.findIndex(({ message }) => message !== undefined);
    const entry = this.#waiting[oldest];
    if (entry === undefined) return;
    if (entry.metadata.length === 0) this.#waiting.splice(oldest, 1);
    else this.#waiting[oldest] = { metadata: entry.metadata, message: undefined };
    this.#sent.lost++;
  }
}
