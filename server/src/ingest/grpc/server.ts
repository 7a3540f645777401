import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { asFailure, Failure } from '../../lib/failure.ts';
import type { KnownAgent } from '../agents.ts';
import { Arriving } from '../arriving.ts';
import { Connection } from '../http2/connection.ts';
import type { Headers } from '../http2/hpack.ts';
import type { Stream } from '../http2/stream.ts';
import { refuse, serveStream, serveUnary } from './call.ts';
import { header, type Identity, readIdentity } from './identity.ts';
import type { Methods } from './method.ts';

/** What the server needs to know and tell about agents. */
export interface Door {
  /** The agent that calls, created from its headers if it is new. */
  enter(identity: Identity): KnownAgent;
  /** A call was refused or failed. `agent` is unknown while its headers could not be read. */
  refused(refusal: {
    readonly address: string;
    readonly method: string;
    readonly headers: Headers;
    readonly agent: KnownAgent | undefined;
    readonly failure: Failure;
    readonly thrown: unknown;
  }): void;
}

export interface Listen {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Several threads listen, and the kernel deals connections out among them. */
  readonly shared?: boolean | undefined;
  /** ms after which clients are asked to open another connection; 0: never. */
  readonly maxAge?: number | undefined;
  /** PEM; with both the port speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
}

/** How often connections are looked at: one that is still after that is asked whether it lives. */
const LOOK = 30_000;
const SILENT = 3 * LOOK;

/** How long calls may go on after the server was told to stop. */
const GRACE = 2_000;

/**
 * gRPC over HTTP/2, both written here because every span passes through them (docs/adr/003-our-own-grpc.md). One
 * server is one port; all serve all methods. Reasons for refusals reach the agent's log as the status message.
 */
export class GrpcServer {
  readonly #methods: Methods;
  readonly #door: Door;
  readonly #arriving: Arriving;
  readonly #connections = new Set<Connection>();
  /** How to end each open stream from this side. */
  readonly #streams = new Map<Stream, (why: Failure) => void>();
  /** Who speaks, by the headers of calls that look the same. */
  readonly #identities = new WeakMap<Headers, Identity>();
  #server: Server | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  /** `arriving`: what other servers of this receiver are being sent as well. */
  constructor(methods: Methods, door: Door, arriving = new Arriving()) {
    this.#methods = methods;
    this.#door = door;
    this.#arriving = arriving;
  }

  /** Listens; resolves with the port. Throws PORT_IN_USE. */
  async listen({ host, port, shared = false, maxAge = 0, tls }: Listen): Promise<number> {
    const server =
      tls === undefined
        ? createServer((socket) => this.#connection(socket, maxAge))
        : createSecureServer({ cert: tls.certificate, key: tls.key, ALPNProtocols: ['h2'] }, (socket) =>
            this.#connection(socket, maxAge),
          );
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, port)));
      server.listen({ port, host, reusePort: shared }, resolve);
    });
    this.#timer = setInterval(() => this.#look(), LOOK);
    return (server.address() as AddressInfo).port;
  }

  /** Takes no new calls, ends streams, gives unary calls a moment to be answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const closed = new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
    for (const end of this.#streams.values()) end(new Failure('SERVER_STOPPING'));
    const timer = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, GRACE);
    for (const connection of this.#connections) connection.shut();
    await closed;
    clearTimeout(timer);
    clearInterval(this.#timer);
  }

  #connection(socket: Socket, maxAge: number): void {
    const connection = new Connection(socket, (stream) => this.#stream(stream));
    this.#connections.add(connection);
    // Not all at once: those that came together after a restart would come together again and again.
    const age = maxAge * (0.9 + Math.random() * 0.2);
    const timer = maxAge === 0 ? undefined : setTimeout(() => connection.shut(), age);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#connections.delete(connection);
    });
  }

  /** A machine that is switched off sends nothing: without pings its agents would seem to run for hours. */
  #look(): void {
    const now = performance.now();
    for (const connection of this.#connections) {
      const silent = now - connection.heardAt;
      if (silent > SILENT || (silent > LOOK && !connection.greeted)) connection.destroy();
      else if (silent > LOOK) connection.ping();
    }
  }

  #stream(stream: Stream): void {
    const { headers, address } = stream;
    const method = header(headers, ':path');
    let agent: KnownAgent | undefined;
    const failed = (failure: Failure, thrown: unknown): void => {
      this.#door.refused({ address, method, headers, agent, failure, thrown });
    };
    try {
      if (this.#stopping) throw new Failure('SERVER_STOPPING');
      const served = this.#methods.get(method);
      if (served === undefined) throw new Failure('METHOD_UNKNOWN', method.slice(0, 80));
      if (served.kind === 'open') {
        served.serve(stream);
        return;
      }
      agent = this.#door.enter(this.#identity(headers));
      const opened = { stream, caller: { agent, headers, address }, arriving: this.#arriving, failed };
      if (served.kind === 'unary') {
        served.admit?.();
        serveUnary(served, opened);
        return;
      }
      const end = serveStream(served, opened, () => this.#streams.delete(stream));
      if (!stream.closed) this.#streams.set(stream, end);
    } catch (error) {
      const failure = asFailure(error);
      failed(failure, error);
      refuse(stream, failure);
    }
  }

  #identity(headers: Headers): Identity {
    const known = this.#identities.get(headers);
    if (known !== undefined) return known;
    const identity = readIdentity(headers);
    this.#identities.set(headers, identity);
    return identity;
  }
}

const listenFailure = (error: NodeJS.ErrnoException, port: number): Error =>
  error.code === 'EADDRINUSE' ? new Failure('PORT_IN_USE', `port ${port}`, { cause: error }) : error;
