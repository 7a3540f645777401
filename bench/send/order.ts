/** What a sender is told to send. It makes all of it before it connects. */
export interface Order {
  readonly as: 'streams' | 'batches';
  readonly seed: number;
  /** At least so many PSpans, in whole traces. */
  readonly pspans: number;
  /** Start of the first trace, ms since 1970. */
  readonly at: number;
  /** Messages a second; as many as the server takes if left out. Streams only. */
  readonly rate?: number | undefined;
}

/** What it has made. */
export interface Prepared {
  readonly prepared: true;
  /** By application. */
  readonly pspans: Readonly<Record<string, number>>;
  readonly chunks: number;
  /** Of all messages. */
  readonly bytes: number;
}

/** What became of it. */
export interface Sent {
  readonly sent: true;
  /** From the first byte sent to the last answer: all is durable then. */
  readonly seconds: number;
  /** Of the sender itself. */
  readonly cpuSeconds: number;
  readonly calls: number;
  readonly refused: number;
  /** PSpans in calls that were refused. */
  readonly refusedPspans: number;
}
