import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { diskBytes } from '../../server/src/kv/embedded/disk.ts';
import { applicationNames } from '../generate/shop.ts';
import { Api } from '../measure/api.ts';
import { onCores } from '../measure/host.ts';
import { launch } from '../measure/launch.ts';
import { cpuSeconds, untilIdle, untilResting, watchMemory } from '../measure/process.ts';
import { passingDirectory } from '../out.ts';
import type { OtlpOrder } from './sender.ts';

const CLOCK = Date.UTC(2026, 10, 24, 9, 1, 0);
const AROUND = 60 * 60_000;
const WARMING = 100_000;
/** ms within which the server notices that an hour is over. */
const NOTICED = 12_000;

/** What sending spans of OTLP to a new server gave; as `IngestFigures`. */
export interface OtlpFigures {
  readonly spans: number;
  readonly spanBytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly settlingCpuSeconds: number;
  readonly senderCpuSeconds: number;
  readonly refused: number;
  /** Hops that were neither refused nor can be read back as dots. */
  readonly lost: number;
  readonly rssMib: number;
  readonly highWaterMib: number;
  readonly bytesPerSpan: number;
}

/**
 * Sends spans in requests of 512 over gRPC to a new server, which has the first core for itself, and counts its CPU until
 * it is idle, settling included.
 */
export async function measureOtlp(spans: number): Promise<OtlpFigures> {
  const warming = await exporters({ seed: 9, spans: WARMING, at: CLOCK }, '1');
  const real = await exporters({ seed: 1, spans, at: CLOCK }, '1');
  const data = await passingDirectory();
  const server = await launch({ data, clock: CLOCK, cores: '0' });
  const api = new Api(server.uiPort);
  try {
    await untilResting(server.pid);
    await warming.send(server.otlpPort);
    await untilResting(server.pid);
    const before = cpuSeconds(server.pid);
    const peak = watchMemory(server.pid);
    const sent = await real.send(server.otlpPort);
    const durable = cpuSeconds(server.pid);
    server.closeHour();
    await wait(NOTICED);
    await untilIdle(server.pid);
    const idle = cpuSeconds(server.pid);
    const { rssAnon, highWater } = peak();
    let stored = 0;
    for (const name of applicationNames) {
      stored += await api.dots(`${name}@OPENTELEMETRY_SERVER`, CLOCK - AROUND, CLOCK + AROUND);
    }
    const hops = real.prepared.hops + warming.prepared.hops;
    return {
      spans: real.prepared.spans,
      spanBytes: real.prepared.bytes / real.prepared.spans,
      seconds: sent.seconds,
      cpuSeconds: idle - before,
      settlingCpuSeconds: idle - durable,
      senderCpuSeconds: sent.cpuSeconds,
      refused: sent.refusedSpans,
      lost: sent.refusedSpans > 0 ? Number.NaN : hops - stored,
      rssMib: rssAnon,
      highWaterMib: highWater,
      bytesPerSpan: (await diskBytes(data)) / (real.prepared.spans + warming.prepared.spans),
    };
  } finally {
    api.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

interface Prepared {
  readonly prepared: true;
  readonly spans: number;
  readonly hops: number;
  readonly bytes: number;
}

interface Sent {
  readonly sent: true;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly calls: number;
  readonly refused: number;
  readonly refusedSpans: number;
}

/** All exporters, in a process of their own, with everything made that they are to send. */
async function exporters(
  order: OtlpOrder,
  cores: string,
): Promise<{ prepared: Prepared; send(port: number): Promise<Sent> }> {
  const sender = join(import.meta.dirname, 'sender.ts');
  const [command, args] = onCores(cores, process.execPath, ['--max-semi-space-size=64', sender, JSON.stringify(order)]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const prepared = await messageOf(child, isPrepared);
  return {
    prepared,
    send(port) {
      const sent = messageOf(child, isSent);
      child.send(port);
      return sent;
    },
  };
}

const isPrepared = (message: unknown): message is Prepared =>
  typeof message === 'object' && message !== null && 'prepared' in message;
const isSent = (message: unknown): message is Sent =>
  typeof message === 'object' && message !== null && 'sent' in message;

const messageOf = <T>(child: ChildProcess, is: (message: unknown) => message is T): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the exporters ended early (${code})`)));
    child.on('message', (message) => {
      if (is(message)) resolve(message);
    });
  });
