import type { Bytes } from '../../lib/bytes.ts';
import type { KnownAgent } from '../agents.ts';
import type { Headers } from '../http2/hpack.ts';
import type { Stream } from '../http2/stream.ts';

/** Who makes a call. */
export interface Caller {
  readonly agent: KnownAgent;
  readonly headers: Headers;
  /** Address of the machine it comes from. */
  readonly address: string;
}

/** One message in, one answer out. A Failure becomes the call's status. */
export interface Unary {
  readonly kind: 'unary';
  /** Throws why no call is taken now. Asked before the message is read: refusing must cost little when there is much to refuse. */
  admit?(): void;
  answer(message: Bytes, caller: Caller): Promise<Bytes>;
}

/** Messages in until the client ends; answers whenever the method likes, or one at the end. */
export interface Streaming {
  readonly kind: 'stream';
  open(caller: Caller, out: Out): Incoming;
}

/** A call that needs no agent's headers, and is served whole by its method: what is sent says who sends it. */
export interface Open {
  readonly kind: 'open';
  serve(stream: Stream): void;
}

export type Method = Unary | Streaming | Open;

/** What a stream does with what comes. A Failure thrown here, at once or later, becomes the call's status. */
export interface Incoming {
  /** A promise holds the stream back: no more is read until it resolves. */
  message(bytes: Bytes): void | Promise<void>;
  /** The client sends no more. The answer, if there is one, is sent before the status OK. */
  end(): Promise<Bytes | undefined>;
  /** The stream is over without an `end`: the client reset it or is gone, or the server stops. */
  gone(): void;
}

/** The way back to a client. */
export interface Out {
  send(message: Bytes): void;
  /** Ends the call with status OK. */
  end(): void;
}

/** Methods by path, such as `/v1.Span/SendSpan`. */
export type Methods = ReadonlyMap<string, Method>;
