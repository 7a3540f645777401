import { gunzipSync } from 'node:zlib';
import type { Bytes } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import type { Arriving } from '../arriving.ts';
import { type Headers, headerBlock } from '../http2/hpack.ts';
import type { Stream } from '../http2/stream.ts';
import { Deframer, framed } from './deframer.ts';
import { header } from './identity.ts';
import type { Caller, Incoming, Streaming, Unary } from './method.ts';

/** The most bytes of a message; agents send up to 4 MiB. */
export const MESSAGE_LIMIT = 4 * 1024 * 1024;

/** Characters of a reason: each may take nine bytes of a frame. */
const REASON_LIMIT = 1_000;

const GRPC = { ':status': '200', 'content-type': 'application/grpc' };
const ANSWER = headerBlock(GRPC);
const OK = headerBlock({ 'grpc-status': '0' });

/** Ends a call that never began to answer: status and reason, and what else there is to say, are its only headers. */
export function refuse(stream: Stream, failure: Failure, more: Readonly<Record<string, string>> = {}): void {
  if (!stream.answered) stream.respond(headerBlock({ ...GRPC, ...statusOf(failure), ...more }), true);
}

/** Answers with one message and status OK. */
export function reply(stream: Stream, message: Bytes): void {
  if (stream.answered) return;
  stream.respond(ANSWER);
  stream.write(framed(message));
  stream.end(OK);
}

/** A call that was let in. */
export interface Opened {
  readonly stream: Stream;
  readonly caller: Caller;
  /** What all clients are sending. */
  readonly arriving: Arriving;
  readonly failed: Failed;
}

/** Serves a unary call: gathers the one message, answers, ends. */
export function serveUnary(method: Unary, { stream, caller, arriving, failed }: Opened): void {
  const messages: Bytes[] = [];
  const deframer = new Deframer(MESSAGE_LIMIT, arriving);
  const fail = (error: unknown): void => {
    const failure = asFailure(error);
    failed(failure, error);
    refuse(stream, failure);
  };
  stream.onData = (piece) => {
    try {
      deframer.push(piece, (bytes, compressed) => {
        // At once, and not when the call ends: a client that never ends it would fill the memory.
        if (messages.length > 0) throw notOne();
        messages.push(plain(bytes, compressed, caller.headers));
      });
    } catch (error) {
      fail(error);
    }
  };
  stream.onEnd = () => {
    const [message] = messages;
    if (message === undefined || deframer.unfinished) {
      fail(notOne());
      return;
    }
    method.answer(message, caller).then((answer) => reply(stream, answer), fail);
  };
  stream.onClose = () => deframer.drop();
}

const notOne = (): Failure => new Failure('MESSAGE_INVALID', 'a call needs exactly one message');

/** Serves a call whose client, server or both stream. Answers how to end it from this side; `closed` is told when it is over. */
export function serveStream(
  method: Streaming,
  { stream, caller, arriving, failed }: Opened,
  closed: () => void,
): (why: Failure) => void {
  const deframer = new Deframer(MESSAGE_LIMIT, arriving);
  let over = false;
  /** Messages that hold the stream back. */
  const held = new Set<Promise<void>>();
  const finish = (last?: Bytes, failure?: Failure): void => {
    if (over) return;
    over = true;
    if (last !== undefined) stream.write(framed(last));
    stream.end(failure === undefined ? OK : headerBlock(statusOf(failure)));
  };
  const fail = (error: unknown): void => {
    const failure = asFailure(error);
    failed(failure, error);
    if (!over) incoming?.gone();
    finish(undefined, failure);
  };
  const out = {
    send: (message: Bytes): void => {
      if (!over) stream.write(framed(message));
    },
    end: (): void => finish(),
  };
  // Sending the headers now tells the client that the stream is open: some agents wait for it.
  stream.respond(ANSWER);
  let incoming: Incoming | undefined;
  try {
    incoming = method.open(caller, out);
  } catch (error) {
    fail(error);
    return () => undefined;
  }
  const handler = incoming;
  const take = (bytes: Bytes, compressed: boolean): void => {
    const busy = handler.message(plain(bytes, compressed, caller.headers));
    if (busy === undefined) return;
    held.add(busy);
    stream.pause();
    busy
      .then(() => {
        held.delete(busy);
        if (held.size === 0) stream.resume();
      })
      .catch(fail);
  };
  stream.onData = (piece) => {
    if (over) return;
    try {
      deframer.push(piece, take);
    } catch (error) {
      fail(error);
    }
  };
  stream.onEnd = () => {
    if (over) return;
    // A short stream may have ended before its last message was taken: what is confirmed must be everything.
    Promise.all(held)
      .then(() => handler.end())
      .then(finish, fail);
  };
  stream.onClose = () => {
    if (!over) handler.gone();
    over = true;
    deframer.drop();
    closed();
  };
  return (why) => {
    if (!over) handler.gone();
    finish(undefined, why);
  };
}

/** Told of every call that failed, with what was thrown. */
export type Failed = (failure: Failure, thrown: unknown) => void;

const statusOf = (failure: Failure): Record<string, string> => ({
  'grpc-status': String(failure.grpc),
  'grpc-message': encodeURIComponent(failure.message.slice(0, REASON_LIMIT).toWellFormed()).replaceAll('%20', ' '),
});

function plain(bytes: Bytes, compressed: boolean, headers: Headers): Bytes {
  if (!compressed) return bytes;
  const encoding = header(headers, 'grpc-encoding');
  if (encoding !== 'gzip') throw new Failure('ENCODING_UNKNOWN', encoding.slice(0, 20));
  try {
    return gunzipSync(bytes, { maxOutputLength: MESSAGE_LIMIT });
  } catch (error) {
    throw new Failure('MESSAGE_TOO_LARGE', 'a compressed message', { cause: error });
  }
}
