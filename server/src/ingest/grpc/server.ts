import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { asFailure, Failure } from '../../lib/failure.ts';
import type { KnownAgent } from '../agents.ts';
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
    readonly headers: IncomingHttpHeaders;
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
  /** PEM; with both the port speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
}

const WINDOW = 1024 * 1024;
const SESSION_WINDOW = 8 * WINDOW;
const KEEPALIVE = 30_000;

/** How long calls may go on after the server was told to stop. */
const GRACE = 2_000;

/**
 * gRPC over `node:http2`, written here because every span passes through it (docs/adr/003-grpc-over-http2.md). One
 * server is one port; all serve all methods. Reasons for refusals reach the agent's log as the status message.
 */
export class GrpcServer {
  readonly #methods: Methods;
  readonly #door: Door;
  readonly #sessions = new Set<ServerHttp2Session>();
  /** How to end each open stream from this side. */
  readonly #streams = new Map<ServerHttp2Stream, (why: Failure) => void>();
  #server: Http2Server | Http2SecureServer | undefined;
  #stopping = false;

  constructor(methods: Methods, door: Door) {
    this.#methods = methods;
    this.#door = door;
  }

  /** Listens; resolves with the port. Throws PORT_IN_USE. */
  async listen({ host, port, shared = false, tls }: Listen): Promise<number> {
    const options = {
      settings: { initialWindowSize: WINDOW, maxConcurrentStreams: 1024, maxHeaderListSize: 16 * 1024 },
      // An agent that opens streams and never reads answers must not hold memory without end.
      maxSessionMemory: 64,
    };
    const server =
      tls === undefined
        ? createServer(options)
        : createSecureServer({ ...options, cert: tls.certificate, key: tls.key, allowHTTP1: false });
    server.on('session', (session) => this.#session(session));
    server.on('stream', (stream, headers) => this.#stream(stream, headers));
    server.on('sessionError', () => undefined);
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenFailure(error, port)));
      server.listen({ port, host, reusePort: shared }, resolve);
    });
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
      for (const session of this.#sessions) session.destroy();
    }, GRACE);
    for (const session of this.#sessions) session.close();
    await closed;
    clearTimeout(timer);
  }

  #session(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    session.setLocalWindowSize(SESSION_WINDOW);
    // A machine that is switched off sends nothing: without pings its agents would seem to run for hours.
    const timer = setInterval(() => {
      // Destroyed sessions throw, and their 'close' may come a moment later: that must not end the process.
      if (session.destroyed) return;
      if (!session.ping((error) => error && session.destroy())) session.destroy();
    }, KEEPALIVE);
    session.setTimeout(KEEPALIVE * 3, () => session.destroy());
    session.once('close', () => {
      clearInterval(timer);
      this.#sessions.delete(session);
    });
    session.on('error', () => undefined);
  }

  #stream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    // A cancelled call is everyday life (Java hedges); it must never reach the process as an error.
    stream.on('error', () => undefined);
    const method = header(headers, ':path');
    const address = stream.session?.socket?.remoteAddress ?? '';
    let agent: KnownAgent | undefined;
    const failed = (failure: Failure, thrown: unknown): void => {
      this.#door.refused({ address, method, headers, agent, failure, thrown });
    };
    try {
      if (this.#stopping) throw new Failure('SERVER_STOPPING');
      const served = this.#methods.get(method);
      if (served === undefined) throw new Failure('METHOD_UNKNOWN', method.slice(0, 80));
      if (served.kind === 'open') {
        served.serve(stream, headers, address);
        return;
      }
      agent = this.#door.enter(readIdentity(headers));
      if (served.kind === 'unary') served.admit?.();
      const caller = { agent, headers, address };
      if (served.kind === 'unary') serveUnary(served, stream, caller, failed);
      else {
        this.#streams.set(stream, serveStream(served, stream, caller, failed));
        stream.once('close', () => this.#streams.delete(stream));
      }
    } catch (error) {
      const failure = asFailure(error);
      failed(failure, error);
      refuse(stream, failure);
    }
  }
}

const listenFailure = (error: NodeJS.ErrnoException, port: number): Error =>
  error.code === 'EADDRINUSE' ? new Failure('PORT_IN_USE', `port ${port}`, { cause: error }) : error;
