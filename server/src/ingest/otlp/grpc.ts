import type { Bytes } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import type { Arriving } from '../arriving.ts';
import { refuse, reply } from '../grpc/call.ts';
import { Deframer } from '../grpc/deframer.ts';
import { header } from '../grpc/identity.ts';
import type { Method } from '../grpc/method.ts';
import type { Stream } from '../http2/stream.ts';
import { decompress, REQUEST_LIMIT } from './decompress.ts';
import { retryDetails } from './retry.ts';
import { answerBytes, type RefusedRequest, type Signal } from './signal.ts';

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
      serve: (stream) => new Export(signal, stream, arriving, refused).serve(),
    },
  ]);

/** One call: a request of up to 64 MiB in, an answer out. */
class Export {
  readonly #signal: Signal;
  readonly #stream: Stream;
  readonly #arriving: Arriving;
  readonly #refused: RefusedRequest;
  #held = 0;

  constructor(signal: Signal, stream: Stream, arriving: Arriving, refused: RefusedRequest) {
    this.#signal = signal;
    this.#stream = stream;
    this.#arriving = arriving;
    this.#refused = refused;
  }

  serve(): void {
    const deframer = new Deframer(REQUEST_LIMIT);
    let request: { bytes: Bytes; compressed: boolean } | undefined;
    this.#stream.onData = (piece) => {
      this.#try(() => {
        this.#held += piece.length;
        this.#arriving.add(piece.length);
        deframer.push(piece, (bytes, compressed) => {
          if (request !== undefined) throw notOne();
          request = { bytes, compressed };
        });
      });
    };
    this.#stream.onEnd = () => {
      if (request === undefined || deframer.unfinished) this.#fail(notOne());
      else this.#take(request.bytes, request.compressed).catch((error) => this.#fail(error));
    };
    this.#stream.onClose = () => this.#release();
    this.#try(() => this.#signal.admit());
  }

  async #take(bytes: Bytes, compressed: boolean): Promise<void> {
    const plain = await decompress(bytes, compressed ? header(this.#stream.headers, 'grpc-encoding') : '');
    const taken = await this.#signal.take(plain, this.#stream.address);
    reply(this.#stream, answerBytes(taken));
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
    this.#refused(failure, this.#stream.address, this.#signal.method, error);
    const details = retryDetails(failure);
    refuse(this.#stream, failure, details === undefined ? {} : { 'grpc-status-details-bin': details });
  }

  #release(): void {
    this.#arriving.remove(this.#held);
    this.#held = 0;
  }
}

const notOne = (): Failure => new Failure('MESSAGE_INVALID', 'a call needs exactly one message');
