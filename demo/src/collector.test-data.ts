import {
  type DescMessage,
  type DescMethod,
  isMessage,
  type Message,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import {
  Agent,
  Metadata,
  type PCmdRequestSchema,
  PResultSchema,
  ProfilerCommandService,
  Span,
  Stat,
} from '@finepoint/wire';
import { grpcMethod } from '@finepoint/wire/grpc';
import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type { Collector } from './agent/channel.ts';

/** A call as it came: its messages so far, and how it ended. */
export interface Received {
  /** Such as `SendSpanBatch`. */
  readonly rpc: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly messages: Message[];
  ended: 'no' | 'half-closed' | 'cut';
}

type CommandStream = ServerDuplexStream<Message, MessageInitShape<typeof PCmdRequestSchema>>;

/** The least that passes for a collector: takes everything, answers as agents expect it, remembers it all. */
export class TestCollector {
  readonly calls: Received[] = [];
  readonly #server = new Server();
  readonly #commands: { readonly agentId: string; readonly stream: CommandStream }[] = [];

  /** Listens on loopback, all services on one port: a free one unless told which. */
  static async start(port = 0): Promise<TestCollector & { readonly address: Collector }> {
    const collector = new TestCollector();
    const bound = await new Promise<number>((resolve, reject) =>
      collector.#server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      ),
    );
    const address = { host: '127.0.0.1', agentPort: bound, statPort: bound, spanPort: bound };
    return Object.assign(collector, { address });
  }

  constructor() {
    for (const { methods } of [Span, Agent, Metadata, Stat, ProfilerCommandService]) {
      this.#server.addService(
        Object.fromEntries(methods.map((method) => [method.name, grpcMethod(method)])),
        Object.fromEntries(methods.map((method) => [method.name, this.#handlerOf(method)])),
      );
    }
  }

  /** All messages of a kind, of one agent or of all. */
  messages<Schema extends DescMessage>(schema: Schema, agentId?: string): readonly MessageShape<Schema>[] {
    return this.calls
      .filter(({ headers }) => agentId === undefined || headers.agentid === agentId)
      .flatMap(({ messages }) => messages.filter((message) => isMessage(message, schema)));
  }

  /** The calls of a method, of one agent or of all. */
  of(rpc: string, agentId?: string): readonly Received[] {
    return this.calls.filter((call) => call.rpc === rpc && (agentId === undefined || call.headers.agentid === agentId));
  }

  /** Asks something of an agent on the command stream that it opened last. */
  command(agentId: string, request: MessageInitShape<typeof PCmdRequestSchema>): void {
    this.#commands.findLast((command) => command.agentId === agentId)?.stream.write(request);
  }

  /** Ends at once, as a collector that is killed. */
  stop(): void {
    this.#server.forceShutdown();
  }

  #handlerOf(method: DescMethod) {
    if (method.methodKind === 'unary') {
      return (call: ServerUnaryCall<Message, object>, answer: sendUnaryData<object>) => {
        const received = this.#record(method.name, call.metadata.getMap());
        received.messages.push(call.request);
        received.ended = 'half-closed';
        answer(null, answerOf(method.output));
      };
    }
    if (method.methodKind === 'client_streaming') {
      return (call: ServerReadableStream<Message, object>, answer: sendUnaryData<object>) => {
        this.#follow(method, call, () => answer(null, {}));
      };
    }
    return (call: CommandStream) => {
      this.#follow(method, call, () => call.end());
      if (method.name === 'PingSession') call.on('data', () => call.write({}));
      else this.#commands.push({ agentId: String(call.metadata.get('agentid')[0]), stream: call });
    };
  }

  #follow({ name }: DescMethod, call: ServerReadableStream<Message, object> | CommandStream, answer: () => void): void {
    const received = this.#record(name, call.metadata.getMap());
    call.on('data', (message: Message) => received.messages.push(message));
    // A cut ends the messages first, and says a moment later that it was one.
    call.on('end', () =>
      setTimeout(() => {
        received.ended = call.cancelled ? 'cut' : 'half-closed';
        answer();
      }, 20),
    );
    call.on('error', () => {});
  }

  #record(rpc: string, headers: Readonly<Record<string, string | Buffer>>): Received {
    const texts = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]));
    const received: Received = { rpc, headers: texts, messages: [], ended: 'no' };
    this.calls.push(received);
    return received;
  }
}

const answerOf = (output: DescMessage): object => (output === PResultSchema ? { success: true } : {});
