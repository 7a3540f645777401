import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { diskBytes } from '../../server/src/kv/embedded/disk.ts';
import { apiName } from '../generate/roster.ts';
import { applicationNames } from '../generate/shop.ts';
import { passingDirectory } from '../out.ts';
import type { Order, Prepared } from '../send/order.ts';
import { prepareAgents } from './agents.ts';
import { Api } from './api.ts';
import { type Launched, launch } from './launch.ts';
import { cpuSeconds, untilIdle, untilResting, watchMemory } from './process.ts';

/** The server's clock at the start of a run: a minute into a ten-minute slot, so that a run ends inside it. */
const CLOCK = Date.UTC(2026, 10, 24, 9, 1, 0);
const AROUND = 60 * 60_000;

/** PSpans that are sent and left out of the figures: a server that runs for days is compiled. */
export const WARMING = 50_000;

/** ms within which the server notices that an hour is over, and begins to settle. */
const NOTICED = 12_000;
/** ms within which what was counted of the agents can be asked. */
const TOLD = 6_000;

export interface IngestRun {
  readonly as: Order['as'];
  readonly pspans: number;
  /** One: the server has the first core for itself, the agents have the second. Two: all share both. */
  readonly cores: 1 | 2;
  /** Whether to close the hour and wait until it is settled. Without it figures that settling is part of are not there. */
  readonly settle: boolean;
  readonly nodeArgs?: readonly string[];
  /** Of a core: what counts as idle, where a profiler is never quite that. */
  readonly idleShare?: number;
}

/** What one run of the whole server gave. */
export interface IngestFigures {
  readonly pspans: number;
  readonly chunks: number;
  /** Average of all messages. */
  readonly messageBytes: number;
  /** Until all was durable. */
  readonly seconds: number;
  /** Of the server until it was idle again, settling included. NaN without it. */
  readonly cpuSeconds: number;
  /** Of it, spent after everything was durable. */
  readonly settlingCpuSeconds: number;
  readonly senderCpuSeconds: number;
  /** PSpans that were refused, and said to be. */
  readonly rejected: number;
  /** PSpans that were neither refused nor can be read back. */
  readonly lost: number;
  readonly rssMib: number;
  readonly highWaterMib: number;
  /** On the disk, settled. NaN if it is not. */
  readonly bytesPerSpan: number;
}

/** Sends to a new, empty server as fast as it takes, and counts what it cost until the server is idle again. */
export async function measureIngest({
  as,
  pspans,
  cores,
  settle,
  nodeArgs,
  idleShare,
}: IngestRun): Promise<IngestFigures> {
  const second = cores === 1 ? '1' : undefined;
  const warming = await prepareAgents({ as, seed: 9, pspans: WARMING, at: CLOCK }, second);
  const agents = await prepareAgents({ as, seed: 1, pspans, at: CLOCK }, second);
  const data = await passingDirectory();
  const server = await launch({
    data,
    clock: CLOCK,
    cores: cores === 1 ? '0' : '0,1',
    ...(nodeArgs && { nodeArgs }),
  });
  const api = new Api(server.uiPort);
  try {
    await untilResting(server.pid, idleShare);
    const warmed = await warming.send(server.spanPort);
    await untilResting(server.pid, idleShare);
    const before = cpuSeconds(server.pid);
    const peak = watchMemory(server.pid);
    const sent = await agents.send(server.spanPort);
    const durable = cpuSeconds(server.pid);
    const idle = settle ? await settled(server, idleShare) : Number.NaN;
    const { rssAnon, highWater } = peak();
    const made = countOf(agents.prepared);
    const all = made + countOf(warming.prepared);
    const stored = await countStored(api);
    const refused = sent.refusedPspans + warmed.refusedPspans;
    const missing = all - stored - refused;
    const rejected = missing === 0 ? 0 : await countRejected(api, sent.refused + warmed.refused);
    const { chunks, bytes } = agents.prepared;
    return {
      pspans: made,
      chunks,
      messageBytes: bytes / (made + chunks),
      seconds: sent.seconds,
      cpuSeconds: idle - before,
      settlingCpuSeconds: idle - durable,
      senderCpuSeconds: sent.cpuSeconds,
      rejected: refused + rejected,
      lost: missing - rejected,
      rssMib: rssAnon,
      highWaterMib: highWater,
      bytesPerSpan: settle ? (await diskBytes(data)) / all : Number.NaN,
    };
  } finally {
    api.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Closes the hour and waits until all that this makes the server do is done; answers its CPU time then. */
async function settled(server: Launched, idleShare: number | undefined): Promise<number> {
  server.closeHour();
  await wait(NOTICED);
  await untilIdle(server.pid, idleShare);
  return cpuSeconds(server.pid);
}

const countOf = ({ pspans }: Prepared): number => Object.values(pspans).reduce((sum, count) => sum + count, 0);

/** PSpans that the API shows, of all applications. */
async function countStored(api: Api): Promise<number> {
  let stored = 0;
  for (const name of applicationNames) stored += await api.dots(apiName(name), CLOCK - AROUND, CLOCK + AROUND);
  return stored;
}

/** Messages that were rejected one by one, by the ledger of the agents, where each of the `calls` refused is one as well. */
async function countRejected(api: Api, calls: number): Promise<number> {
  await wait(TOLD);
  const agents: readonly { readonly rejected: Readonly<Record<string, number>> }[] = JSON.parse(
    (await api.get('/agents', { stopped: 'true' })).body.toString(),
  );
  const all = agents.flatMap(({ rejected }) => Object.values(rejected)).reduce((sum, count) => sum + count, 0);
  return Math.max(0, all - calls);
}
