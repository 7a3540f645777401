import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Demo, startDemo } from '../../demo/src/demo.ts';
import { Api } from '../system/api.ts';
import { eventually } from '../system/eventually.ts';
import { type RunningServer, startServer } from '../system/server.ts';

/** A Finepoint to which the agents of the simulated shop report. */
export interface Shop {
  readonly server: RunningServer;
  /** The address of the UI. */
  readonly ui: string;
  readonly api: Api;
  /** When it opened, ms since 1970: nothing was received before. */
  readonly openedAt: number;
  /** Sends the visitors home; resolves when all that the agents sent can be seen. They are shut down then. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Enough for every application of the shop to have been called. */
const ENOUGH = 1_000;

/** Starts a server on free ports with nothing stored, opens the shop, and waits until its agents have sent enough to look at. */
export async function openShop({ rate = 40, spans = ENOUGH } = {}): Promise<Shop> {
  const server = await startServer();
  const openedAt = Date.now();
  const demo = visit(server, rate);
  const empty = () => demo.stop().then(settle);
  const close = async () => {
    await demo.stop();
    await server.stop();
  };
  try {
    const isBusy = (sent: number) => assert.ok(sent >= spans, `${sent} of ${spans} spans were sent`);
    await eventually(async () => sentBy(demo), isBusy, 20_000);
    return { server, ui: server.ui, api: new Api(server), openedAt, empty, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Sends visitors to the shop, whose agents report to this server. The same visits each time, so that tests repeat. */
export function visit({ ports }: RunningServer, rate: number): Demo {
  return startDemo({
    host: '127.0.0.1',
    agentPort: ports.agent,
    statPort: ports.stat,
    spanPort: ports.span,
    rate,
    seed: 7,
  });
}

/** A second after it was received, a span stands in every index. */
const settle = (): Promise<void> => sleep(1_000);

const sentBy = ({ sent }: Demo): number => sent.total.acknowledged + sent.total.written;
