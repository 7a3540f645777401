import { roster } from '../generate/roster.ts';
import { Traffic } from '../generate/traffic.ts';

export interface Message {
  readonly agent: number;
  readonly isSpan: boolean;
  /** The message is `buffer[from..to)`, as in a piece of HTTP/2 data. */
  readonly buffer: Buffer;
  readonly from: number;
  readonly to: number;
}

const PIECE = 64 * 1024;

/** At least so many PSpans and the chunks between them, in the order in which they would be sent. */
export function makeCorpus(pspans: number): Message[] {
  const messages: Message[] = [];
  let buffer = Buffer.allocUnsafeSlow(PIECE);
  let at = 0;
  let spans = 0;
  const traffic = new Traffic(4, (agent, isSpan, bytes) => {
    if (at + bytes.length > buffer.length) {
      buffer = Buffer.allocUnsafeSlow(PIECE);
      at = 0;
    }
    buffer.set(bytes, at);
    messages.push({ agent, isSpan, buffer, from: at, to: at + bytes.length });
    at += bytes.length;
    if (isSpan) spans++;
  });
  for (let traces = 0; spans < pspans; traces++) traffic.trace(Date.UTC(2026, 10, 24, 9) + Math.floor(traces / 10));
  return messages;
}

/** The messages of each application behind each other, as the store keeps them. */
export function rawByApplication(corpus: readonly Message[]): Buffer[] {
  const groups = Map.groupBy(corpus, ({ agent }) => roster[agent]?.application.name);
  return [...groups.values()].map((group) =>
    Buffer.concat(group.map(({ buffer, from, to }) => buffer.subarray(from, to))),
  );
}
