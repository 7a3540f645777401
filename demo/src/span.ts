import type { Api, AsyncPart, Note, SpanEvent } from './recorder.ts';
import type { Agent } from './roster.ts';

export interface TransactionId {
  readonly agentId: string;
  readonly startTime: number;
  readonly sequence: number;
}

/** Who called. */
export interface Parent {
  readonly agent: Agent;
  readonly spanId: bigint;
  /** The host that it dialled, if it says so. */
  readonly acceptorHost: string | undefined;
}

/** One hop of a trace. Times are ms since 1970. */
export interface Span {
  readonly agent: Agent;
  readonly transaction: TransactionId;
  readonly spanId: bigint;
  readonly parent: Parent | undefined;
  readonly type: number;
  readonly api: Api;
  readonly start: number;
  readonly end: number;
  readonly rpc: string;
  /** Empty if it is not a request to a URI. */
  readonly uriTemplate: string;
  readonly endPoint: string;
  readonly remoteAddr: string;
  /** The name by which a consumer knows its topic, where no caller can say what it dialled. */
  readonly acceptorHost: string | undefined;
  readonly status: number;
  /** A mask of errors; 0 is none. */
  readonly error: number;
  readonly notes: readonly Note[];
  readonly events: readonly SpanEvent[];
  readonly asyncParts: readonly AsyncPart[];
}
