import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { serviceType } from '../../server/src/lib/service-type.ts';
import { type Agent, DEFAULT_SERVICE } from '../../server/src/store/application.ts';
import { EVENT_OF_SPAN, writeEvent, writeSpan } from '../generate/encode.ts';
import { api as apiId } from '../generate/names.ts';
import { ProtoWriter } from '../generate/proto-writer.ts';
import { passingDirectory } from '../out.ts';
import { Connection } from '../send/connection.ts';
import { frame, type } from '../send/frames.ts';
import { HeaderBlock, headersOf } from '../send/headers.ts';
import { prepareAgents } from './agents.ts';
import { Api } from './api.ts';
import { launch } from './launch.ts';

const CLOCK = Date.UTC(2026, 10, 24, 9, 1, 0);
const POLL = 10;
const GIVE_UP = 10_000;
/** Probes that are not counted: they find the program cold. */
const FIRST = 5;

const application = { service: DEFAULT_SERVICE, name: 'probe', type: serviceType.SPRING_BOOT };
const agent: Agent = { application, agentId: 'probe-01', agentName: 'probe-01', startTime: CLOCK - 1000 };

/**
 * How long after it was sent on a stream a span can be found by its trace id, in ms, while all agents send `rate`
 * messages a second beside it.
 */
export async function measureVisible(probes: number, rate: number): Promise<number[]> {
  const seconds = ((probes + FIRST) * 250) / 1000;
  const agents = await prepareAgents({ as: 'streams', seed: 2, pspans: Math.ceil(rate * seconds), at: CLOCK, rate });
  const data = await passingDirectory();
  const server = await launch({ data, clock: CLOCK });
  const api = new Api(server.uiPort);
  try {
    const load = agents.send(server.spanPort);
    load.catch(() => undefined);
    const probe = await Probe.open(server.spanPort, api);
    const took: number[] = [];
    for (let number = 1; number <= FIRST + probes; number++) {
      const ms = await probe.send(number);
      if (number > FIRST) took.push(ms);
      // Not in step with the server's flushes.
      await wait(20 + ((number * 37) % 60));
    }
    return took;
  } finally {
    api.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

class Probe {
  readonly #connection: Connection;
  readonly #call;
  readonly #api: Api;
  readonly #message = new ProtoWriter();
  readonly #events = new ProtoWriter();

  static async open(port: number, api: Api): Promise<Probe> {
    const block = new HeaderBlock(headersOf(agent, '/v1.Span/SendSpan', port));
    return new Probe(await Connection.open(port, block), api);
  }

  private constructor(connection: Connection, api: Api) {
    this.#connection = connection;
    this.#call = connection.call();
    this.#api = api;
  }

  /** Sends a span and answers how many ms later it was found. */
  async send(sequence: number): Promise<number> {
    const message = this.#encode(sequence);
    const body = Buffer.allocUnsafe(5 + message.length);
    body.writeUInt8(0, 0);
    body.writeUInt32BE(message.length, 1);
    body.set(message, 5);
    const id = encodeURIComponent(`${agent.agentId}^${agent.startTime}^${sequence}`);
    const began = performance.now();
    await this.#connection.send(this.#call, frame(type.DATA, 0, this.#call.stream, body), body.length);
    while (performance.now() - began < GIVE_UP) {
      const { status } = await this.#api.ask(`/traces/${id}`, { at: CLOCK });
      if (status === 200) return performance.now() - began;
      await wait(POLL);
    }
    throw new Error('a span that was sent cannot be found after ten seconds');
  }

  #encode(sequence: number): Uint8Array {
    const event = { sequence: 0, depth: 1, start: 0, elapsed: 9, type: 1011, api: apiId.CONTAINER };
    writeEvent(this.#events.clear(), EVENT_OF_SPAN, event, undefined, 'java');
    const head = {
      id: { high: 1, low: sequence },
      caller: undefined,
      start: CLOCK + sequence,
      type: 1010,
      applicationType: application.type,
      rpc: '/probe',
      endPoint: 'probe:8080',
      remoteAddress: '198.51.100.1',
    };
    const end = { elapsed: 10, failed: false, status: 200, api: apiId.SERVER };
    writeSpan(this.#message, { root: agent, sequence }, head, this.#events.written, end);
    return this.#message.written;
  }
}
