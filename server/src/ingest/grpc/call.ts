import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { gunzipSync } from 'node:zlib';
import type { Bytes } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import { Deframer, framed } from './deframer.ts';
import { header } from './identity.ts';
import type { Caller, Incoming, Streaming, Unary } from './method.ts';

const { NGHTTP2_NO_ERROR } = constants;

/** The most bytes of a message; agents send up to 4 MiB. */
export const MESSAGE_LIMIT = 4 * 1024 * 1024;

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };

/** Ends a call that never began to answer: status and reason are its only headers. */
export function refuse(stream: ServerHttp2Stream, failure: Failure): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ...GRPC, ...trailers(failure) }, { endStream: true });
  // The client may still be sending; what comes is not wanted, and NO_ERROR tells it so without losing the status.
  stream.close(NGHTTP2_NO_ERROR);
}

/** Serves a unary call: gathers the one message, answers, ends. */
export function serveUnary(method: Unary, stream: ServerHttp2Stream, caller: Caller, failed: Failed): void {
  const messages: Bytes[] = [];
  const deframer = new Deframer(MESSAGE_LIMIT);
  const fail = (error: unknown): void => {
    const failure = asFailure(error);
    failed(failure, error);
    refuse(stream, failure);
  };
  stream.on('data', (piece: Bytes) => {
    // What still comes of a call that was refused is read, so that the connection goes on, and forgotten.
    if (stream.headersSent) return;
    try {
      deframer.push(piece, (bytes, compressed) => {
        // At once, and not when the call ends: a client that never ends it would fill the memory.
        if (messages.length > 0) throw notOne();
        messages.push(plain(bytes, compressed, caller.headers));
      });
    } catch (error) {
      fail(error);
    }
  });
  stream.once('end', () => {
    const [message] = messages;
    if (stream.destroyed || stream.headersSent) return;
    if (message === undefined || deframer.unfinished) {
      fail(notOne());
      return;
    }
    method.answer(message, caller).then((answer) => reply(stream, framed(answer)), fail);
  });
}

const notOne = (): Failure => new Failure('MESSAGE_INVALID', 'a call needs exactly one message');

/** Answers with one message and status OK. */
function reply(stream: ServerHttp2Stream, frame: Bytes): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond(GRPC, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers(OK));
  stream.end(frame);
}

/** Serves a call whose client, server or both stream. Answers how to end it from this side. */
export function serveStream(
  method: Streaming,
  stream: ServerHttp2Stream,
  caller: Caller,
  failed: Failed,
): (why: Failure) => void {
  const deframer = new Deframer(MESSAGE_LIMIT);
  let status: Record<string, string> = OK;
  let over = false;
  /** Messages that hold the stream back. */
  const held = new Set<Promise<void>>();
  const finish = (last?: Bytes, failure?: Failure): void => {
    if (over) return;
    over = true;
    if (failure !== undefined) status = trailers(failure);
    if (!stream.destroyed) stream.end(last === undefined ? undefined : framed(last));
  };
  const fail = (error: unknown): void => {
    const failure = asFailure(error);
    failed(failure, error);
    if (!over) incoming?.gone();
    finish(undefined, failure);
  };
  const out = {
    send: (message: Bytes): void => {
      if (!over && !stream.destroyed) stream.write(framed(message));
    },
    end: (): void => finish(),
  };
  // Sending the headers now tells the client that the stream is open: some agents wait for it.
  stream.respond(GRPC, { waitForTrailers: true });
  stream.once('wantTrailers', () => {
    stream.sendTrailers(status);
    // A client that has not ended its side would keep the stream half open; NO_ERROR says that no more is wanted.
    if (!stream.readableEnded) setImmediate(() => stream.close(NGHTTP2_NO_ERROR));
  });
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
        if (held.size === 0 && !stream.destroyed) stream.resume();
      })
      .catch(fail);
  };
  stream.on('data', (piece: Bytes) => {
    if (over) return;
    try {
      deframer.push(piece, take);
    } catch (error) {
      fail(error);
    }
  });
  stream.once('end', () => {
    // A reset client ends its side as well, but then the stream is aborted: nobody is there to be answered.
    if (over || stream.aborted) return;
    // A short stream may have ended before its last message was taken: what is confirmed must be everything.
    Promise.all(held)
      .then(() => handler.end())
      .then(finish, fail);
  });
  stream.once('close', () => {
    if (!over) handler.gone();
    over = true;
  });
  return (why) => {
    if (!over) handler.gone();
    finish(undefined, why);
  };
}

/** Told of every call that failed, with what was thrown. */
export type Failed = (failure: Failure, thrown: unknown) => void;

const OK = { 'grpc-status': '0' };

const trailers = (failure: Failure): Record<string, string> => ({
  'grpc-status': String(failure.grpc),
  'grpc-message': encodeURIComponent(failure.message).replaceAll('%20', ' '),
});

function plain(bytes: Bytes, compressed: boolean, headers: IncomingHttpHeaders): Bytes {
  if (!compressed) return bytes;
  const encoding = header(headers, 'grpc-encoding');
  if (encoding !== 'gzip') throw new Failure('ENCODING_UNKNOWN', encoding.slice(0, 20));
  try {
    return gunzipSync(bytes, { maxOutputLength: MESSAGE_LIMIT });
  } catch (error) {
    throw new Failure('MESSAGE_TOO_LARGE', 'a compressed message', { cause: error });
  }
}
