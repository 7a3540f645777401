import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  Agent as AgentService,
  type PCmdMessageSchema,
  type PPingSchema,
  ProfilerCommandService,
  type PStatMessageSchema,
  Stat,
} from '@finepoint/wire';
import { serviceDefinition } from '@finepoint/wire/grpc';
import type { Metadata, Served, SpanMessage } from '../outgoing.ts';
import { Activity } from './activity.ts';
import { Channel, type Collector } from './channel.ts';
import { answer } from './commands.ts';
import type { Identity } from './identity.ts';
import { agentInfosOf } from './info.ts';
import { KeptStream } from './kept-stream.ts';
import type { Sent } from './ledger.ts';
import { type Manner, manners } from './manner.ts';
import { backoff, pause } from './pause.ts';
import { SpanOutbox } from './span-outbox.ts';
import { type AgentStat, Gauges } from './stat.ts';
import { UriStats } from './uri-stat.ts';

const agentService = serviceDefinition(AgentService);
const commandService = serviceDefinition(ProfilerCommandService);
const statService = serviceDefinition(Stat);

/** Statistics that wait for a collector to come back: some minutes' worth. */
const statCapacity = 60;

/** One agent at work: connects as the official agent of its language does, and stays connected until it is stopped. */
export class Agent {
  readonly #identity: Identity;
  readonly #manner: Manner;
  readonly #sent: Sent;
  readonly #stop = new AbortController();
  readonly #activity = new Activity();
  readonly #uriStats = new UriStats();
  readonly #gauges: Gauges;
  readonly #channels: Readonly<Record<'agent' | 'metadata' | 'command' | 'stat' | 'span', Channel>>;
  readonly #ping: KeptStream<MessageInitShape<typeof PPingSchema>>;
  readonly #command: KeptStream<MessageInitShape<typeof PCmdMessageSchema>>;
  readonly #stat: KeptStream<MessageInitShape<typeof PStatMessageSchema>>;
  readonly #spans: SpanOutbox;
  readonly #samples: AgentStat[] = [];

  /** `random` decides about what no request explains, such as memory. */
  constructor(identity: Identity, collector: Collector, sent: Sent, random: { next(): number }) {
    this.#identity = identity;
    this.#manner = manners[identity.language];
    this.#sent = sent;
    this.#gauges = new Gauges(identity, random);
    this.#channels = channelsTo(collector, identity);
    this.#ping = this.#openPing();
    this.#command = this.#openCommand();
    this.#stat = this.#openStat();
    this.#spans = new SpanOutbox(this.#channels.metadata, this.#channels.span, this.#manner, sent);
    void this.#introduce();
    void this.#every(this.#manner.pingEvery, () => this.#ping.send({}));
    void this.#every(this.#manner.statEvery, () => this.#measure());
  }

  /** A request has come, and will end as it says. */
  serve(served: Served): void {
    this.#activity.add(served);
    // Messages of a queue have no URI.
    if (served.uriTemplate !== '') this.#uriStats.add(served);
  }

  /** A span or chunk is complete; the metadata that it refers to goes first. */
  send(metadata: readonly Metadata[], message: SpanMessage): void {
    this.#spans.send(metadata, message);
  }

  /** As the process is told to end: what waits is sent, streams are half-closed where the language does so. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#spans.close();
    const politely = this.#manner.saysGoodbye;
    await Promise.all([this.#stat.close(politely), this.#ping.close(politely), this.#command.close(politely)]);
    for (const channel of new Set(Object.values(this.#channels))) channel.close();
  }

  /** Says who it is, until the collector has understood; then what it found out meanwhile. */
  async #introduce(): Promise<void> {
    for (const info of agentInfosOf(this.#identity)) {
      for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
        const result = await this.#channels.agent.unary(agentService.RequestAgentInfo, info).catch(() => undefined);
        if (result?.success === true) break;
        await pause(Math.max(3000, backoff(attempt)), this.#stop.signal);
      }
      if (this.#stop.signal.aborted) return;
      this.#sent.agentInfos++;
      await pause(1000, this.#stop.signal);
    }
  }

  #openPing() {
    const channel = this.#channels.agent;
    return new KeptStream<MessageInitShape<typeof PPingSchema>>({
      client: channel.client,
      open: () => {
        const stream = channel.bidiStream(agentService.PingSession);
        stream.on('data', () => {});
        stream.write({});
        return stream;
      },
      capacity: 1,
    });
  }

  #openCommand() {
    const channel = this.#channels.command;
    const { command, commands } = this.#manner;
    return new KeptStream<MessageInitShape<typeof PCmdMessageSchema>>({
      client: channel.client,
      open: () => {
        const stream = channel.bidiStream(commandService[command]);
        stream.on('data', (request) => void this.#answer(request));
        if (command === 'HandleCommand') {
          stream.write({
            message: { case: 'handshakeMessage', value: { supportCommandServiceKey: [...commands] } },
          });
        }
        return stream;
      },
      capacity: 10,
    });
  }

  async #answer(request: Parameters<typeof answer>[0]): Promise<void> {
    this.#sent.commands++;
    const answering = {
      identity: this.#identity,
      channel: this.#channels.command,
      activity: this.#activity,
      signal: this.#stop.signal,
      refuse: (responseId: number) =>
        this.#command.send({
          message: { case: 'failMessage', value: { responseId, message: 'NOT_SUPPORTED_REQUEST' } },
        }),
    };
    // Who asked has gone: nobody waits for the answer.
    await answer(request, answering).catch(() => {});
  }

  #openStat() {
    const channel = this.#channels.stat;
    return new KeptStream<MessageInitShape<typeof PStatMessageSchema>>({
      client: channel.client,
      open: () => channel.clientStream(statService.SendAgentStat),
      capacity: statCapacity,
      wrote: () => {
        this.#sent.stats++;
      },
    });
  }

  #measure(): void {
    const now = Date.now();
    const { statEvery, statBatch } = this.#manner;
    this.#samples.push(this.#gauges.stat(now, statEvery, this.#activity.sample(now)));
    if (this.#samples.length >= statBatch) {
      const agentStat = this.#samples.splice(0);
      const [only] = agentStat;
      if (statBatch === 1 && only !== undefined) this.#stat.send({ field: { case: 'agentStat', value: only } });
      else this.#stat.send({ field: { case: 'agentStatBatch', value: { agentStat } } });
    }
    for (const value of this.#uriStats.take(now)) this.#stat.send({ field: { case: 'agentUriStat', value } });
  }

  async #every(ms: number, act: () => void): Promise<void> {
    const { signal } = this.#stop;
    for (await pause(ms, signal); !signal.aborted; await pause(ms, signal)) act();
  }
}

/** The Node.js agent asks for commands on a connection of their own; Java sends its metadata on one. */
function channelsTo({ host, agentPort, statPort, spanPort }: Collector, identity: Identity) {
  const opened = new Map<string, number>();
  const open = (port: number) => new Channel(identity, `${host}:${port}`, opened);
  const agent = open(agentPort);
  return {
    agent,
    metadata: identity.language === 'java' ? open(agentPort) : agent,
    command: identity.language === 'node' ? open(agentPort) : agent,
    stat: open(statPort),
    span: open(spanPort),
  };
}
