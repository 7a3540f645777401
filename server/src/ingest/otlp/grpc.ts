import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Bytes } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import { Deframer, framed } from '../grpc/deframer.ts';
import { header } from '../grpc/identity.ts';
import type { Method } from '../grpc/method.ts';
import type { Arriving, RefusedRequest } from './arriving.ts';
import { decompress, REQUEST_LIMIT } from './decompress.ts';
import { retryDetails } from './retry.ts';
import { answerBytes, type Signal } from './signal.ts';

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };

/** The gRPC methods of OTLP: `Export` of each signal. */
export const otlpMethods = (
  signals: readonly Signal[],
  arriving: Arriving,
  refused: RefusedRequest,
): [string, Method][] =>
  signals.map((signal) => [
    signal.method,
    {
      kind: 'open',
      serve: (stream, headers, address) => new Export(signal, stream, headers, address, arriving, refused).serve(),
    },
  ]);

/** One call: a request of up to 64 MiB in, an answer out. */
class Export {
  readonly #signal: Signal;
  readonly #stream: ServerHttp2Stream;
  readonly #headers: IncomingHttpHeaders;
  readonly #address: string;
  readonly #arriving: Arriving;
  readonly #refused: RefusedRequest;
  #held = 0;

  constructor(
    signal: Signal,
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
    address: string,
    arriving: Arriving,
    refused: RefusedRequest,
  ) {
    this.#signal = signal;
    this.#stream = stream;
    this.#headers = headers;
    this.#address = address;
    this.#arriving = arriving;
    this.#refused = refused;
  }

  serve(): void {
    const deframer = new Deframer(REQUEST_LIMIT);
    let request: { bytes: Bytes; compressed: boolean } | undefined;
    this.#stream.on('data', (piece: Bytes) => {
      if (this.#stream.headersSent) return;
      this.#try(() => {
        this.#held += piece.length;
        this.#arriving.add(piece.length);
        deframer.push(piece, (bytes, compressed) => {
          if (request !== undefined) throw notOne();
          request = { bytes, compressed };
        });
      });
    });
    this.#stream.once('end', () => {
      if (this.#stream.destroyed || this.#stream.headersSent) return;
      if (request === undefined || deframer.unfinished) this.#fail(notOne());
      else this.#take(request.bytes, request.compressed).catch((error) => this.#fail(error));
    });
    this.#stream.once('close', () => this.#release());
    this.#try(() => this.#signal.admit());
  }

  async #take(bytes: Bytes, compressed: boolean): Promise<void> {
    const plain = await decompress(bytes, compressed ? header(this.#headers, 'grpc-encoding') : '');
    const taken = await this.#signal.take(plain, this.#address);
    const stream = this.#stream;
    if (stream.destroyed || stream.headersSent) return;
    stream.respond(GRPC, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(framed(answerBytes(taken)));
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const failure = asFailure(error);
    this.#refused(failure, this.#address, this.#signal.method, error);
    const stream = this.#stream;
    if (stream.destroyed || stream.headersSent) return;
    const details = retryDetails(failure);
    stream.respond(
      {
        ...GRPC,
        'grpc-status': String(failure.grpc),
        'grpc-message': encodeURIComponent(failure.message).replaceAll('%20', ' '),
        ...(details !== undefined && { 'grpc-status-details-bin': details }),
      },
      { endStream: true },
    );
    stream.close(constants.NGHTTP2_NO_ERROR);
  }

  #release(): void {
    this.#arriving.remove(this.#held);
    this.#held = 0;
  }
}

const notOne = (): Failure => new Failure('MESSAGE_INVALID', 'a call needs exactly one message');
