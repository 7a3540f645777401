import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { isLoopback, reachableAddresses } from './config/addresses.ts';
import { readCertificate } from './config/certificate.ts';
import { bytesOf, retentionOf } from './config/retention.ts';
import type { Config } from './config/settings.ts';
import { greeting } from './greeting.ts';
import { CountedReads } from './kv/counted.ts';
import { openEmbedded } from './kv/embedded/embedded.ts';
import { Failure } from './lib/failure.ts';
import { MINUTE, now } from './lib/time.ts';
import { stateOf } from './query/agents.ts';
import { httpServer } from './query/server.ts';
import type { Sources } from './query/sources.ts';
import { SlowQueries } from './query/status/slow-queries.ts';
import type { ListenTo } from './roles/collector.ts';
import { freePorts } from './roles/free-ports.ts';
import { Receivers } from './roles/receivers.ts';
import { ApplicationStore } from './store/agent/application-store.ts';
import { CollectorStore } from './store/agent/collector-store.ts';
import { Refusals } from './store/agent/refusals.ts';
import { AgentReader } from './store/agent/store.ts';
import { Health, LOOK } from './store/health/health.ts';
import { watchLoop } from './store/health/loop.ts';
import { MapStore } from './store/map/store.ts';
import { MetadataStore } from './store/metadata/store.ts';
import { TellingWhenFull } from './store/retention/full-disk.ts';
import { Gate } from './store/retention/gate.ts';
import { diskOf, Storage } from './store/retention/storage.ts';
import { ScatterStore } from './store/scatter/store.ts';
import { CHUNKS, Settler } from './store/settle/settler.ts';
import { SpanCounts } from './store/span/counts.ts';
import { SpanStore } from './store/span/store.ts';
import { ExceptionReader } from './store/stat/exceptions.ts';
import { tables } from './store/tables.ts';

const root = join(import.meta.dirname, '..', '..');

export interface RunningServer {
  readonly greeting: string;
  readonly ui: { readonly host: string; readonly port: number };
  readonly ports: { readonly agent: number; readonly stat: number; readonly span: number };
  readonly otlp: { readonly grpc: number; readonly http: number };
  stop(): Promise<void>;
}

/** Wires all roles together on the embedded store and starts them. Throws Failures that a person can act on. */
export async function startServer(config: Config): Promise<RunningServer> {
  const version = readVersion();
  const log = pino({ level: config.log });
  const tls = readCertificate(config);
  const token = isLoopback(config.listen) ? undefined : config.token || randomBytes(24).toString('base64url');
  const engine = await openEmbedded(config.data, tables, {
    onDamage: (failure) => log.warn({ code: failure.code }, failure.message),
  });
  const gate = new Gate();
  const storage = new Storage(engine, {
    tables,
    keeps: retentionOf(config),
    quota: bytesOf(config.quota),
    least: bytesOf(config.minFree),
    disk: () => diskOf(config.data),
    clock: now,
    gate,
    log,
  });
  const kv = new TellingWhenFull(engine, () => storage.fullWrite());
  const reads = new CountedReads(kv);
  const refusals = new Refusals();
  const applications = new ApplicationStore(kv);
  const health = new Health();
  const look = watchLoop();
  const looking = setInterval(() => {
    health.main = look();
  }, LOOK).unref();
  const sources: Sources = {
    clock: now,
    agents: new AgentReader(reads, now),
    applications,
    collectors: new CollectorStore(kv),
    refusals,
    spans: new SpanStore(reads, (hash) => applications.byHash(hash)),
    dots: new ScatterStore(reads),
    map: new MapStore(reads),
    names: new MetadataStore(reads, now),
    exceptions: new ExceptionReader(reads),
    counts: new SpanCounts(reads, now),
    storage,
    health,
    settling: {
      get behind() {
        return settler.behind;
      },
    },
    slow: new SlowQueries(),
  };
  const addresses = reachableAddresses(config.advertise);
  let ports = { agent: config.agentPort, stat: config.statPort, span: config.spanPort };
  let otlp = { grpc: config.otlpGrpcPort, http: config.otlpHttpPort };
  let tlsPorts: typeof ports | null = null;
  const setup = async () => {
    const [records, beats] = await Promise.all([sources.agents.all(), sources.collectors.all()]);
    const running = records.filter((record) => stateOf(record, beats, now()) === 'running').length;
    return { version, now: now(), addresses, ports, otlp, tls: tlsPorts, agents: records.length, running };
  };
  const http = await httpServer(sources, { ui: join(root, 'web', 'dist'), token, tls, version, log, setup });
  let receivers: Receivers | undefined;
  const settler = new Settler(kv, {
    clock: now,
    quiet: async (before) => receivers?.closeSlots(before),
    // The store is this process's alone: other writers were earlier processes or receivers that are no more.
    mine: () => true,
    chunks: CHUNKS,
    warn: (failure, what) => log.warn({ ...what, err: failure }, failure.message),
  });
  const stop = async (): Promise<void> => {
    clearInterval(looking);
    await http.close();
    await settler[Symbol.asyncDispose]();
    await receivers?.stop();
    await storage.stop();
    await kv[Symbol.asyncDispose]();
  };
  try {
    await storage.start();
    const host = config.agentListen;
    const secure = tls !== undefined;
    const found = await freePorts(host, {
      agent: config.agentPort,
      stat: config.statPort,
      span: config.spanPort,
      grpc: config.otlpGrpcPort,
      http: config.otlpHttpPort,
      traceGrpc: config.otlpTracePort,
      traceHttp: config.otlpTraceHttpPort,
      agentTls: secure ? config.agentTlsPort : undefined,
      statTls: secure ? config.statTlsPort : undefined,
      spanTls: secure ? config.spanTlsPort : undefined,
      grpcTls: secure ? config.otlpGrpcTlsPort : undefined,
      httpTls: secure ? config.otlpHttpTlsPort : undefined,
    });
    ports = { agent: found.agent, stat: found.stat, span: found.span };
    otlp = { grpc: found.grpc, http: found.http };
    if (secure) tlsPorts = { agent: found.agentTls, stat: found.statTls, span: found.spanTls };
    const count = config.receivers || Math.min(Math.max(availableParallelism() - 1, 1), 8);
    const shared = count > 1;
    const maxAge = config.connectionAge * MINUTE;
    const first: ListenTo[] = [
      { host, port: found.grpc },
      { host, port: found.http, http: true },
      { host, port: found.traceGrpc },
      { host, port: found.traceHttp, http: true },
      ...(secure
        ? [
            { host, port: found.grpcTls, tls },
            { host, port: found.httpTls, tls, http: true },
          ]
        : []),
    ];
    receivers = new Receivers(kv, {
      count,
      tables,
      first,
      data: {
        listen: [
          ...Object.values(ports).map((port) => ({ host, port, shared, maxAge })),
          ...Object.values(tlsPorts ?? {}).map((port) => ({ host, port, shared, maxAge, tls })),
        ],
        policy: config.sqlBind,
        bytesInFlight: config.inFlight * 1024 * 1024,
        alone: count === 1,
        gate: gate.shared,
      },
      warn: (text, what) => log.warn(what, text),
      refused: (call, at) => refusals.add(call, at),
      heard: (receiver, state) => health.heard(receiver, state),
    });
    await receivers.start();
    settler.start();
    const ui = { host: config.listen, port: await listen(http, config) };
    const started = {
      version,
      data: resolve(config.data),
      ui: { ...ui, tls: tls !== undefined, token },
      ports,
      otlp,
      addresses,
    };
    return { greeting: greeting(started), ui, ports, otlp, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(http: Awaited<ReturnType<typeof httpServer>>, { listen: host, uiPort }: Config): Promise<number> {
  try {
    await http.listen({ host, port: uiPort });
    return (http.server.address() as AddressInfo).port;
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw inUse ? new Failure('PORT_IN_USE', `port ${uiPort}`, { cause: error }) : error;
  }
}

function readVersion(): string {
  const json: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : '';
}
