import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FrameReader, frame, kind, PREFACE } from './frames.ts';
import { headerBlock } from './hpack.ts';

export interface SeenFrame {
  readonly of: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** For tests: a client that sends any bytes, and shows what frames come back. */
export class RawClient {
  readonly socket: Socket;
  readonly frames: SeenFrame[] = [];
  readonly closed: Promise<unknown>;
  readonly #reader = new FrameReader();

  /** Connects, and says what every client begins with unless told not to. */
  static async open(port: number, greeting = true): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new RawClient(socket);
    if (greeting) client.send(PREFACE, frame(kind.SETTINGS, 0, 0, Buffer.alloc(0)));
    return client;
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) =>
      this.#reader.push(piece, (of, flags, stream, payload) =>
        this.frames.push({ of, flags, stream, payload: Buffer.from(payload) }),
      ),
    );
  }

  send(...bytes: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(bytes));
  }

  /** Resolves with the first frame of this kind, or undefined if the connection ends without. */
  async seen(of: number, stream?: number): Promise<SeenFrame | undefined> {
    const find = () => this.frames.find((one) => one.of === of && (stream === undefined || one.stream === stream));
    while (find() === undefined && !this.socket.closed) await Promise.race([once(this.socket, 'data'), this.closed]);
    return find();
  }

  /** The code of the server's good-bye. */
  async goAway(): Promise<number | undefined> {
    return (await this.seen(kind.GOAWAY))?.payload.readUInt32BE(4);
  }
}

/** Headers of a call that names its path. */
export const callBlock = (path: string) =>
  headerBlock({ ':method': 'POST', ':scheme': 'http', ':path': path, ':authority': 'test' });
