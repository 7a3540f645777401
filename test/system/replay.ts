import { type CapturedCall, readCapture } from '../captures/read.ts';
import type { Stretch } from './api.ts';
import { type Call, Connection, type Outcome } from './grpc-call.ts';
import type { Ports } from './server.ts';

/** A call that was made again, and how it ended. */
export interface ReplayedCall extends Outcome {
  readonly rpc: string;
  readonly agentId: string;
  /** Whether it ended before its client was done with it. */
  readonly cut: boolean;
}

export interface Replay extends Stretch {
  readonly calls: readonly ReplayedCall[];
}

/**
 * Makes the calls of a recording again at a server: the same headers, bytes and ports, connections and streams that
 * stay open as long as they did, everything in its order, as fast as it goes. Resolves when every call has ended.
 */
export async function replay(capture: string, ports: Ports): Promise<Replay> {
  const from = Date.now();
  const replayer = new Replayer(ports);
  const events = readCapture(capture);
  for (const [place, event] of events.entries()) {
    if (event.kind === 'half-close' && isResetNext(events, place)) continue;
    await replayer.step(event);
  }
  const calls = await replayer.end();
  return { from, to: Date.now() + 1, calls };
}

/** Node.js reports the end of a stream that is reset: its agents did not half-close, they cut. */
function isResetNext(events: readonly CapturedCall[], place: number): boolean {
  const { connection, stream, t } = events[place] as CapturedCall;
  return events
    .slice(place + 1)
    .some(
      (next) =>
        next.connection === connection &&
        next.stream === stream &&
        next.kind === 'close' &&
        next.rst !== 0 &&
        next.t <= t + 2,
    );
}

interface Line {
  readonly connection: Connection;
  /** Calls that are open, by HTTP/2 stream id. */
  readonly open: Map<number, OpenCall>;
}

interface OpenCall {
  readonly rpc: string;
  readonly call: Call;
  sent: number;
  /** Whether the agent has said that nothing more will come. */
  ended: boolean;
  cancelled: boolean;
}

/** Breaks a connection, once what was sent over it has arrived and is answered where that can be. */
async function cut({ connection, open }: Line): Promise<void> {
  await Promise.all([connection.flushed(), ...[...open.values()].map(settled)]);
  await connection.cut();
}

/** Resolves when a call has no answer more to wait for. */
async function settled({ rpc, call, sent, ended }: OpenCall): Promise<void> {
  if (ended) await call.outcome;
  else if (rpc === '/v1.Agent/PingSession') await call.answered(sent);
}

class Replayer {
  readonly #ports: Ports;
  readonly #lines = new Map<number, Line>();
  readonly #calls: Promise<ReplayedCall>[] = [];

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async step(event: CapturedCall): Promise<void> {
    const line = await this.#line(event);
    if (event.kind === 'open') {
      this.#open(line, event);
      return;
    }
    const open = line.open.get(event.stream);
    if (open === undefined) return;
    if (event.kind === 'message') {
      open.sent++;
      open.call.send(event.raw ?? new Uint8Array());
    } else if (event.kind === 'half-close') {
      open.ended = true;
      open.call.end();
    } else await this.#close(line, event, open);
  }

  /** What is still open was cut with its connection. */
  async end(): Promise<ReplayedCall[]> {
    for (const line of this.#lines.values()) await cut(line);
    return Promise.all(this.#calls);
  }

  #open(line: Line, { rpc, agentId, headers, stream }: CapturedCall): void {
    const own = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
    const open = {
      rpc,
      call: line.connection.call(rpc, Object.fromEntries(own)),
      sent: 0,
      ended: false,
      cancelled: false,
    };
    line.open.set(stream, open);
    this.#calls.push(
      open.call.outcome.then((outcome) => ({ ...outcome, rpc, agentId, cut: open.cancelled || !open.ended })),
    );
  }

  async #close(line: Line, { connection, stream, rst }: CapturedCall, open: OpenCall): Promise<void> {
    if (open.ended && rst === 0) return;
    if (rst !== 0) {
      // Data that is overtaken by its own cancellation is lost: what was recorded had arrived.
      if (!open.ended) await Promise.all([line.connection.flushed(), settled(open)]);
      line.open.delete(stream);
      open.cancelled = true;
      open.call.cancel();
      return;
    }
    // The collector of the recording went down: the connection broke.
    this.#lines.delete(connection);
    await cut(line);
  }

  async #line({ connection: id, port }: CapturedCall): Promise<Line> {
    const known = this.#lines.get(id);
    if (known !== undefined) return known;
    const line = { connection: await Connection.open(this.#ports[port]), open: new Map() };
    this.#lines.set(id, line);
    return line;
  }
}
