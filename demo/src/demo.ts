import { Agent } from './agent/agent.ts';
import type { Collector } from './agent/channel.ts';
import type { Identity } from './agent/identity.ts';
import { Ledger } from './agent/ledger.ts';
import { pause } from './agent/pause.ts';
import { Encoder } from './encoder.ts';
import { Random } from './random.ts';
import type { Agent as Process } from './roster.ts';
import { servedOf } from './served.ts';
import { applications, visitors } from './shop.ts';
import { Simulation } from './simulation.ts';

export interface DemoOptions extends Collector {
  /** How busy the shop is: 1 is a few visits a second. */
  readonly rate?: number;
  /** The same seed gives the same requests, at other times. */
  readonly seed?: number;
}

export interface Demo {
  /** What was sent so far, by agent id. */
  readonly sent: Ledger;
  /** Stops all agents; each first sends what it has. */
  stop(): Promise<void>;
}

/** How often the shop's clock moves, in ms. */
const tick = 100;

interface Running {
  readonly agent: Agent;
  readonly encoder: Encoder;
}

/** Opens the shop: its agents connect to the collector and report what its visitors do, until it is stopped. */
export function startDemo({ rate = 1, seed = 1, ...collector }: DemoOptions): Demo {
  const sent = new Ledger();
  const simulation = new Simulation({ applications, visitors, rate, seed, start: Date.now() });
  const running = new Map<Process, Running>();
  const leaving = new Set<Promise<void>>();
  const stopped = new AbortController();
  const done = run();
  return {
    sent,
    async stop() {
      stopped.abort();
      await done;
    },
  };

  async function run(): Promise<void> {
    for (; !stopped.signal.aborted; await pause(tick, stopped.signal)) advance(Date.now());
    for (const process of [...running.keys()]) leave(process);
    await Promise.all(leaving);
  }

  function advance(now: number): void {
    const there = new Set(simulation.roster.running(now));
    for (const process of running.keys()) {
      if (!there.has(process)) leave(process);
    }
    for (const process of there) {
      if (!running.has(process)) join(process);
    }
    const { begun, ready } = simulation.advance(now);
    for (const span of begun) running.get(span.agent)?.agent.serve(servedOf(span));
    for (const part of ready) {
      const { agent, encoder } = running.get(part.span.agent) ?? {};
      if (agent === undefined || encoder === undefined) {
        // It went down before it could tell.
        sent.of(part.span.agent.id).lost++;
        continue;
      }
      const { metadata, message } = encoder.encode(part);
      agent.send(metadata, message);
    }
  }

  function join(process: Process): void {
    const random = new Random(`${seed} ${process.id}`);
    const agent = new Agent(identityOf(process), collector, sent.of(process.id), random);
    running.set(process, { agent, encoder: new Encoder(process) });
  }

  function leave(process: Process): void {
    const agent = running.get(process)?.agent;
    running.delete(process);
    if (agent === undefined) return;
    const left = agent.stop().finally(() => leaving.delete(left));
    leaving.add(left);
  }
}

function identityOf(process: Process): Identity {
  const { application } = process;
  const { pool } = application;
  return {
    language: application.language,
    application: application.name,
    agentId: process.id,
    agentName: process.name,
    service: application.service,
    startTime: process.startTime,
    hostname: process.host,
    ip: process.ip,
    pid: process.pid,
    libraries: application.libraries,
    pool: pool && {
      database: pool.database.name,
      url: `jdbc:mysql://${pool.database.host}/${pool.database.name}`,
      size: pool.size,
    },
  };
}
