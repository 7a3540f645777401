import type { OutgoingHttpHeaders } from 'node:http2';
import { Agent, Metadata, Span, Stat } from '@finepoint/wire';
import { serviceDefinition } from '@finepoint/wire/grpc';
import { type Call, Connection, type Outcome } from './grpc-call.ts';
import type { Ports } from './server.ts';

/** The methods that agents call, with how their messages become bytes. */
export const methods = {
  ...serviceDefinition(Agent),
  ...serviceDefinition(Metadata),
  ...serviceDefinition(Span),
  ...serviceDefinition(Stat),
};

type SpanMessage = Parameters<typeof methods.SendSpan.requestSerialize>[0];
export type SpanInit = Extract<NonNullable<SpanMessage['field']>, { case: 'span' }>['value'];
/** A method that takes one message. */
interface Method<Message> {
  readonly path: string;
  requestSerialize(message: Message): Buffer;
}

export interface Identity {
  readonly application: string;
  readonly agentId: string;
  readonly startTime: number;
  /** With it the agent is one of identity v4. */
  readonly service?: string;
}

/** The first agent of an application that is named after it. */
export const identityOf = (application: string, more: Partial<Identity> = {}): Identity => ({
  application,
  agentId: `${application.toLowerCase()}-1`,
  startTime: 1_795_000_000_000,
  ...more,
});

/** An agent under a test's control, with a connection to each port. Its application is of type NODE. */
export class TestAgent {
  readonly headers: OutgoingHttpHeaders;
  readonly identity: Identity;
  readonly #lines: { readonly agent: Connection; readonly span: Connection };

  private constructor(
    identity: Identity,
    headers: OutgoingHttpHeaders,
    lines: { agent: Connection; span: Connection },
  ) {
    this.identity = identity;
    this.headers = headers;
    this.#lines = lines;
  }

  static async connect(ports: Ports, identity: Identity, more: OutgoingHttpHeaders = {}): Promise<TestAgent> {
    const lines = { agent: await Connection.open(ports.agent), span: await Connection.open(ports.span) };
    return new TestAgent(identity, { ...headersOf(identity), ...more }, lines);
  }

  /** Makes a call that has one message and one answer. */
  tell<Message>({ path, requestSerialize }: Method<Message>, message: NoInfer<Message>): Promise<Outcome> {
    const line = path.startsWith('/v1.Span/') ? this.#lines.span : this.#lines.agent;
    return line.unary(path, this.headers, requestSerialize(message));
  }

  /** Opens a ping session; nothing is sent over it yet. */
  openPings(): Call {
    return this.#lines.agent.call(methods.PingSession.path, this.headers);
  }

  openSpans(): Call {
    return this.#lines.span.call(methods.SendSpan.path, this.headers);
  }

  /** Sends spans in one batch; resolves when they are acknowledged. */
  async spans(...spans: readonly SpanInit[]): Promise<Outcome> {
    return this.tell(methods.SendSpanBatch, { span: spans.map(messageOf) });
  }

  /** Resolves when the server has read everything that was sent so far. */
  async flushed(): Promise<void> {
    await Promise.all([this.#lines.agent.flushed(), this.#lines.span.flushed()]);
  }

  async cut(): Promise<void> {
    await Promise.all([this.#lines.agent.cut(), this.#lines.span.cut()]);
  }
}

export const headersOf = ({ application, agentId, startTime, service }: Identity): OutgoingHttpHeaders => ({
  'content-type': 'application/grpc',
  te: 'trailers',
  agentid: agentId,
  applicationname: application,
  starttime: `${startTime}`,
  servicetype: '1400',
  ...(service !== undefined && { servicename: service, 'protocol.version': '400' }),
});

const messageOf = (value: SpanInit) => ({ field: { case: 'span' as const, value } });

/** A root span that took 1 ms. `sequence` numbers its trace among those of its agent. */
export const rootSpan = ({ agentId, startTime }: Identity, sequence: number) => ({
  version: 1,
  transactionId: { agentId, agentStartTime: BigInt(startTime), sequence: BigInt(sequence) },
  spanId: BigInt(sequence) + 1_000_000n,
  parentSpanId: -1n,
  startTime: BigInt(Date.now()),
  elapsed: 1,
  serviceType: 1400,
  applicationServiceType: 1400,
  acceptEvent: { rpc: '/', endPoint: '127.0.0.1:8080', remoteAddr: '127.0.0.1' },
});

/** The bytes of a batch with one root span. */
export const batchOf = (identity: Identity, sequence: number): Buffer =>
  methods.SendSpanBatch.requestSerialize({ span: [{ field: { case: 'span', value: rootSpan(identity, sequence) } }] });

export const traceIdOf = ({ agentId, startTime }: Identity, sequence: number): string =>
  `${agentId}^${startTime}^${sequence}`;
