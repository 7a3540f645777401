import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { create, toBinary } from '@bufbuild/protobuf';
import { RpcStatusSchema } from '@finepoint/wire/otlp';
import { type Bytes, concat } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import type { Arriving } from '../arriving.ts';
import type { Listen } from '../grpc/server.ts';
import { decompress, REQUEST_LIMIT } from './decompress.ts';
import { binaryOf } from './json.ts';
import { retryAfter } from './retry.ts';
import { answerBytes, answerJson, type RefusedRequest, type Signal } from './signal.ts';

/** How long a request may take to arrive. */
const ARRIVES = 30_000;

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** OTLP over HTTP: `POST /v1/traces` and its likes, as protobuf or JSON, plain or compressed. */
export class OtlpHttpServer {
  readonly #signals: ReadonlyMap<string, Signal>;
  readonly #arriving: Arriving;
  readonly #refused: RefusedRequest;
  #server: Server | undefined;

  constructor(signals: readonly Signal[], arriving: Arriving, refused: RefusedRequest) {
    this.#signals = new Map(signals.map((signal) => [signal.path, signal]));
    this.#arriving = arriving;
    this.#refused = refused;
  }

  /** Listens; resolves with the port. Throws PORT_IN_USE. */
  async listen({ host, port, shared = false, tls }: Listen): Promise<number> {
    const options = { requestTimeout: ARRIVES, headersTimeout: ARRIVES, maxHeaderSize: 16 * 1024 };
    const answer = (request: IncomingMessage, response: ServerResponse): void => void this.#answer(request, response);
    const server =
      tls === undefined
        ? createServer(options, answer)
        : createSecureServer({ ...options, cert: tls.certificate, key: tls.key }, answer);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? new Failure('PORT_IN_USE', `port ${port}`, { cause: error }) : error),
      );
      server.listen({ port, host, reusePort: shared }, resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** Takes nothing more; resolves when what was taken is answered. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const address = request.socket.remoteAddress ?? '';
    const json = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() === JSON_TYPE;
    try {
      const signal = this.#signalOf(request, path, json);
      signal.admit();
      const body = await this.#body(request);
      const plain = await decompress(body, (request.headers['content-encoding'] ?? '').toLowerCase());
      const taken = await signal.take(json ? binaryOf(signal.request, plain) : plain, address);
      const said = json ? JSON.stringify(answerJson(signal, taken)) : answerBytes(taken);
      response.writeHead(200, { 'content-type': json ? JSON_TYPE : PROTOBUF }).end(said);
    } catch (error) {
      const failure = asFailure(error);
      this.#refused(failure, address, path.slice(0, 100), error);
      refuse(response, failure, json);
    }
  }

  #signalOf(request: IncomingMessage, path: string, json: boolean): Signal {
    const signal = this.#signals.get(path);
    if (signal === undefined) throw new Failure('METHOD_UNKNOWN', path.slice(0, 80));
    if (request.method !== 'POST') throw new Failure('HTTP_METHOD_UNKNOWN', request.method ?? '');
    const type = request.headers['content-type'] ?? '';
    if (!json && !type.startsWith(PROTOBUF)) throw new Failure('CONTENT_TYPE_UNKNOWN', type.slice(0, 80));
    return signal;
  }

  async #body(request: IncomingMessage): Promise<Bytes> {
    const told = Number(request.headers['content-length'] ?? 0);
    if (told > REQUEST_LIMIT) throw tooLarge(told);
    const pieces: Bytes[] = [];
    let size = 0;
    try {
      for await (const piece of request) {
        size += piece.length;
        this.#arriving.add(piece.length);
        if (size > REQUEST_LIMIT) throw tooLarge(size);
        pieces.push(piece);
      }
      return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concat(pieces);
    } finally {
      this.#arriving.remove(size);
    }
  }
}

const tooLarge = (size: number): Failure =>
  new Failure('MESSAGE_TOO_LARGE', `${size} bytes; the limit is ${REQUEST_LIMIT}`);

/** An error as the specification wants it: a `google.rpc.Status` in the encoding of the request. */
function refuse(response: ServerResponse, failure: Failure, json: boolean): void {
  if (response.headersSent || response.destroyed) return;
  const status = { code: failure.grpc, message: failure.message };
  const body = json ? JSON.stringify(status) : toBinary(RpcStatusSchema, create(RpcStatusSchema, status));
  const retry = retryAfter(failure);
  response
    .writeHead(failure.status, {
      'content-type': json ? JSON_TYPE : PROTOBUF,
      ...(retry > 0 && { 'retry-after': String(retry) }),
      // What still comes of the request is not read.
      connection: 'close',
    })
    .end(body);
}
