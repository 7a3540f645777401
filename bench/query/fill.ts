/** A process that fills a store through Ingest, with two days of traffic at a clock of its own, and says what is in it. */
import { Agents } from '../../server/src/ingest/agents.ts';
import { Ingest } from '../../server/src/ingest/ingest.ts';
import { Repeats } from '../../server/src/ingest/repeats.ts';
import { diskBytes } from '../../server/src/kv/embedded/disk.ts';
import { openEmbedded } from '../../server/src/kv/embedded/embedded.ts';
import type { Kv } from '../../server/src/kv/kv.ts';
import { HOUR, millis } from '../../server/src/lib/time.ts';
import { ApplicationStore } from '../../server/src/store/agent/application-store.ts';
import { AgentStore } from '../../server/src/store/agent/store.ts';
import { MetadataStore } from '../../server/src/store/metadata/store.ts';
import { CHUNKS, Settler } from '../../server/src/store/settle/settler.ts';
import { BatchStore } from '../../server/src/store/span/batch-store.ts';
import { SpanWriter } from '../../server/src/store/span-writer.ts';
import { tables } from '../../server/src/store/tables.ts';
import { newWriterId } from '../../server/src/store/writer-id.ts';
import { announce } from '../generate/names.ts';
import { roster } from '../generate/roster.ts';
import { Traffic } from '../generate/traffic.ts';
import { DOTS, END, type Kept, START, timeOf } from './dataset.ts';
import { dotSpan, dotsAgent } from './dots.ts';

const [directory = '', count = '0'] = process.argv.slice(2);
const pspans = Number(count);

/** Spans between two looks at what else is to be done. */
const TURN = 2_000;
const TRACES_KEPT = 2_000;

let time = START;

/** The part of a collector behind its ports, on the clock of this file. */
class Filler {
  readonly #kv: Kv;
  readonly #writer: SpanWriter;
  readonly #agents: Agents;
  readonly ingest: Ingest;

  static async open(): Promise<Filler> {
    return new Filler(await openEmbedded(directory, tables));
  }

  private constructor(kv: Kv) {
    const clock = () => millis(time);
    const writerId = newWriterId(clock());
    const names = new MetadataStore(kv, clock);
    this.#kv = kv;
    this.#writer = new SpanWriter(kv, writerId);
    this.#agents = new Agents(new AgentStore(kv, writerId, clock), new ApplicationStore(kv), names, clock);
    this.ingest = new Ingest(this.#writer, this.#agents, new Repeats(new BatchStore(kv), clock, true), {
      clock,
      policy: 'mask',
      bytesInFlight: 64 * 1024 * 1024,
    });
  }

  enter(agent: (typeof roster)[number]): ReturnType<Agents['enter']> {
    return this.#agents.enter(agent);
  }

  async announce(): Promise<void> {
    const names = new MetadataStore(this.#kv, () => millis(time));
    for (const agent of roster) await announce(agent, names);
  }

  /** Lets the storage have its turn. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.ingest.busy) await this.ingest.room();
  }

  async close(): Promise<void> {
    await this.#writer[Symbol.asyncDispose]();
    await this.#agents.save();
    await this.#kv[Symbol.asyncDispose]();
  }
}

async function fillWithTraffic(): Promise<Kept['traces']> {
  const filler = await Filler.open();
  await filler.announce();
  const agents = roster.map((agent) => filler.enter(agent));
  const traces: { id: string; at: number }[] = [];
  let spans = 0;
  const traffic = new Traffic(5, (place, isSpan, bytes) => {
    const agent = agents[place];
    if (agent === undefined) throw new RangeError('no such agent');
    // A copy: what ingest takes it keeps until it is compressed.
    const failure = filler.ingest.span(agent, bytes.slice());
    if (failure !== undefined) throw failure;
    if (isSpan) spans++;
  });
  const step = Math.max(1, Math.floor(pspans / 3.1 / TRACES_KEPT));
  for (let made = 0, paused = 0; spans < pspans; made++) {
    time = timeOf(spans / pspans);
    const id = traffic.trace(time);
    if (made % step === 0) traces.push({ id, at: time });
    if (spans - paused < TURN) continue;
    paused = spans;
    await filler.pause();
  }
  await filler.close();
  return traces;
}

async function fillWithDots(): Promise<void> {
  const filler = await Filler.open();
  const agent = filler.enter(dotsAgent);
  for (let number = 0; number < DOTS.count; number++) {
    time = DOTS.from + Math.floor(((DOTS.to - DOTS.from) * number) / DOTS.count);
    const failure = filler.ingest.span(agent, dotSpan(number, time));
    if (failure !== undefined) throw failure;
    if (number % TURN === 0) await filler.pause();
  }
  await filler.close();
}

/** Repacks and rolls up every slot and hour, as the server does once they are over. */
async function settle(): Promise<void> {
  const kv = await openEmbedded(directory, tables);
  const settler = new Settler(kv, {
    clock: () => millis(END + 3 * HOUR),
    quiet: async () => undefined,
    mine: () => true,
    warn: (failure) => console.error(failure.message),
    chunks: CHUNKS,
    pause: 0,
  });
  await settler.tick();
  await kv[Symbol.asyncDispose]();
}

const traces = await fillWithTraffic();
await settle();
const { user, system } = process.cpuUsage();
const kept: Omit<Kept, 'fingerprint'> = {
  pspans,
  bytesPerSpan: (await diskBytes(directory)) / pspans,
  fillMicros: (user + system) / pspans,
  traces,
};
await fillWithDots();
await settle();
process.send?.(kept);
process.disconnect?.();
