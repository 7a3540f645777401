import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import type { GrpcMethod } from '@finepoint/wire/grpc';
import { Client, credentials } from '@grpc/grpc-js';
import { bidiStream, clientStream, unary } from './call.ts';
import { headersOf } from './headers.ts';
import type { Identity } from './identity.ts';
import { manners } from './manner.ts';
import { longestPause } from './pause.ts';

/** Where a collector listens. */
export interface Collector {
  readonly host: string;
  readonly agentPort: number;
  readonly statPort: number;
  readonly spanPort: number;
}

/** One connection of an agent: calls on it carry the agent's headers. */
export class Channel {
  readonly client: Client;
  readonly #identity: Identity;
  readonly #opened: Map<string, number>;

  /** `opened` counts calls by kind, over all channels of the agent: socket ids come from it. */
  constructor(identity: Identity, address: string, opened: Map<string, number>) {
    this.#identity = identity;
    this.#opened = opened;
    const { userAgent } = manners[identity.language];
    this.client = new Client(address, credentials.createInsecure(), {
      // Without this, all agents of the demo would share one connection.
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_reconnect_backoff_ms': longestPause,
      ...(userAgent !== undefined && { 'grpc.primary_user_agent': userAgent }),
    });
  }

  unary<In extends DescMessage, Out extends DescMessage>(
    method: GrpcMethod<In, Out>,
    message: MessageInitShape<In>,
  ): Promise<MessageShape<Out>> {
    return unary(
      this.client,
      method,
      message,
      this.#options(method.path, manners[this.#identity.language].callTimeout),
    );
  }

  clientStream<In extends DescMessage, Out extends DescMessage>(method: GrpcMethod<In, Out>) {
    return clientStream(this.client, method, this.#options(method.path, this.#streamTimeout));
  }

  /** A stream that lives as long as the agent does. */
  bidiStream<In extends DescMessage, Out extends DescMessage>(method: GrpcMethod<In, Out>) {
    return bidiStream(this.client, method, this.#options(method.path, undefined));
  }

  close(): void {
    this.client.close();
  }

  get #streamTimeout(): number | undefined {
    return manners[this.#identity.language].streamTimeout;
  }

  #options(path: string, timeout: number | undefined) {
    const rpc = path.slice(path.lastIndexOf('/') + 1);
    const { on } = manners[this.#identity.language].socketIds;
    const opened = this.#opened.get('socket') ?? 0;
    if (on.includes(rpc)) this.#opened.set('socket', opened + 1);
    return { headers: headersOf(this.#identity, rpc, opened), timeout };
  }
}
