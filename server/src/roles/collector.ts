import { Agents } from '../ingest/agents.ts';
import { Arriving } from '../ingest/arriving.ts';
import { header } from '../ingest/grpc/identity.ts';
import type { Methods } from '../ingest/grpc/method.ts';
import { type Door, GrpcServer, type Listen } from '../ingest/grpc/server.ts';
import { Ingest } from '../ingest/ingest.ts';
import { reject } from '../ingest/ledger.ts';
import type { ValuePolicy } from '../ingest/mask/fields.ts';
import { otlpMethods } from '../ingest/otlp/grpc.ts';
import { OtlpHttpServer } from '../ingest/otlp/http.ts';
import { Resources } from '../ingest/otlp/resources.ts';
import { type RefusedRequest, type Signal, traces } from '../ingest/otlp/signal.ts';
import { OtlpTraces } from '../ingest/otlp/traces.ts';
import { Repeats } from '../ingest/repeats.ts';
import { agentService } from '../ingest/service/agent-service.ts';
import { commandService } from '../ingest/service/command-service.ts';
import { metadataService } from '../ingest/service/metadata-service.ts';
import { spanService } from '../ingest/service/span-service.ts';
import { statService } from '../ingest/service/stat-service.ts';
import type { Kv } from '../kv/kv.ts';
import { asFailure, type Failure } from '../lib/failure.ts';
import { Sketch } from '../lib/sketch.ts';
import type { Clock, Millis } from '../lib/time.ts';
import { ApplicationStore } from '../store/agent/application-store.ts';
import { CollectorStore, HEARTBEAT } from '../store/agent/collector-store.ts';
import type { RefusedCall } from '../store/agent/refusals.ts';
import { AgentStore } from '../store/agent/store.ts';
import type { ReceiverState } from '../store/health/health.ts';
import { figuresOf, Lags } from '../store/health/lag.ts';
import { watchLoop } from '../store/health/loop.ts';
import { MetadataStore } from '../store/metadata/store.ts';
import type { Gate } from '../store/retention/gate.ts';
import { BatchStore } from '../store/span/batch-store.ts';
import { SpanWriter } from '../store/span-writer.ts';
import { RawStore } from '../store/stat/store.ts';
import { newWriterId } from '../store/writer-id.ts';

/** How often what is known of agents is put into the store. */
const SAVE = 5_000;

/** Where to listen, and for what: gRPC, or OTLP over HTTP. */
export interface ListenTo extends Listen {
  readonly http?: boolean;
}

export interface CollectorOptions {
  readonly clock: Clock;
  readonly policy: ValuePolicy;
  readonly bytesInFlight: number;
  /** No other receiver or collector writes to the store. */
  readonly alone: boolean;
  /** Closed while the disk is nearly full. */
  readonly gate: Gate;
  readonly warn: (failure: Failure, what: object) => void;
  /** Told of every call that was refused before its agent was known. */
  readonly refused: (call: RefusedCall, at: Millis) => void;
}

/** The role that receives: agents call its ports, and what they send is stored. */
export class Collector {
  readonly #clock: Clock;
  readonly #warn: CollectorOptions['warn'];
  readonly #refused: CollectorOptions['refused'];
  readonly #writerId;
  readonly #writer: SpanWriter;
  readonly #agents: Agents;
  readonly #room: number;
  readonly #lags: Lags;
  readonly #loop = watchLoop();
  #flushes = new Sketch();
  readonly #collectors: CollectorStore;
  readonly #ingest: Ingest;
  readonly #repeats: Repeats;
  readonly #methods: Methods;
  readonly #signals: readonly Signal[];
  readonly #arriving = new Arriving();
  readonly #servers: (GrpcServer | OtlpHttpServer)[] = [];
  readonly #startedAt;
  #timers: NodeJS.Timeout[] = [];

  constructor(kv: Kv, { clock, policy, bytesInFlight, alone, gate, warn, refused }: CollectorOptions) {
    this.#clock = clock;
    this.#warn = warn;
    this.#refused = refused;
    this.#startedAt = clock();
    this.#writerId = newWriterId(this.#startedAt);
    const applications = new ApplicationStore(kv);
    const names = new MetadataStore(kv, clock);
    const store = new AgentStore(kv, this.#writerId, clock);
    const raw = new RawStore(kv, this.#writerId);
    this.#collectors = new CollectorStore(kv);
    this.#room = bytesInFlight;
    this.#lags = new Lags(this.#startedAt);
    this.#writer = new SpanWriter(kv, this.#writerId, (arrivals, ms) => {
      this.#flushes.add(Math.round(ms));
      this.#lags.visible(arrivals, clock());
    });
    this.#agents = new Agents(store, applications, names, clock);
    this.#repeats = new Repeats(new BatchStore(kv), clock, alone);
    const options = { clock, policy, bytesInFlight, gate };
    this.#ingest = new Ingest(this.#writer, this.#agents, this.#repeats, options);
    const otlp = new OtlpTraces(this.#writer, this.#agents, new Resources(this.#agents, store), this.#repeats, options);
    this.#signals = [{ ...traces, take: (request, address) => otlp.take(request, address), admit: () => otlp.admit() }];
    this.#methods = new Map([
      ...spanService(this.#ingest),
      ...agentService(this.#agents, store, gate),
      ...metadataService(names, raw, gate, clock, policy),
      ...statService(this.#agents, raw, gate, clock),
      ...commandService(),
      ...otlpMethods(this.#signals, this.#arriving, this.#refusedRequest),
    ]);
  }

  /** Remembers what was taken before it began, and begins to say that it lives. */
  async start(): Promise<void> {
    await this.#repeats.load();
    await this.#beat();
    this.#timers = [
      setInterval(() => this.#quietly(this.#beat()), HEARTBEAT),
      setInterval(() => this.#quietly(this.#agents.save()), SAVE),
    ];
  }

  /** Serves agents, or OpenTelemetry's exporters over HTTP, on one more port; resolves with its number. Throws PORT_IN_USE. */
  async listen(where: ListenTo): Promise<number> {
    const server = where.http
      ? new OtlpHttpServer(this.#signals, this.#arriving, this.#refusedRequest)
      : new GrpcServer(this.#methods, this.#door(), this.#arriving);
    const port = await server.listen(where);
    this.#servers.push(server);
    return port;
  }

  /** Closes the slots that ended before `before`, so that they can be settled; resolves when what was taken is durable. */
  close(before: Millis): Promise<void> {
    return this.#writer.close(before);
  }

  /** How it does since it was asked last, and what it holds. */
  state(): ReceiverState {
    const at = this.#clock();
    const flush = figuresOf(this.#flushes);
    this.#flushes = new Sketch();
    const { agents, all: lag } = this.#lags.take(at);
    const { received: spans } = this.#agents;
    return { at, loop: this.#loop(), spans, waiting: this.#writer.waiting, room: this.#room, flush, lag, agents };
  }

  /** Takes nothing more, makes durable what was taken, and leaves. */
  async stop(): Promise<void> {
    this.#agents.stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#servers.map((server) => server.stop()));
    await this.#writer[Symbol.asyncDispose]();
    await this.#agents.save();
    await this.#collectors.leave(this.#writerId);
  }

  #door(): Door {
    return {
      enter: (identity) => this.#agents.enter(identity),
      refused: ({ address, method, headers, agent, failure, thrown }) => {
        const what = {
          address,
          method: method.slice(0, 100),
          agentId: header(headers, 'agentid').slice(0, 64),
          applicationName: header(headers, 'applicationname').slice(0, 255),
          reason: failure.detail === '' ? failure.code : `${failure.code}: ${failure.detail}`,
        };
        if (failure.code === 'INTERNAL') this.#warn(failure, { ...what, thrown: String(thrown) });
        if (agent === undefined) this.#refused(what, this.#clock());
        else reject(agent, failure.code, this.#clock());
      },
    };
  }

  /** Exporters have no headers that name them: what is refused is told with the address it came from. */
  readonly #refusedRequest: RefusedRequest = (failure, address, path, thrown) => {
    const reason = failure.detail === '' ? failure.code : `${failure.code}: ${failure.detail}`;
    const what = { address, method: path, agentId: '', applicationName: '', reason };
    if (failure.code === 'INTERNAL') this.#warn(failure, { ...what, thrown: String(thrown) });
    this.#refused(what, this.#clock());
  };

  #beat(): Promise<void> {
    return this.#collectors.beat(this.#writerId, this.#startedAt, this.#clock());
  }

  /** A heartbeat that fails is made up for by the next one. */
  #quietly(work: Promise<void>): void {
    work.catch((error) => this.#warn(asFailure(error), { what: 'agents and heartbeat are not stored' }));
  }
}
