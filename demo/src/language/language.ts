import type { Mishap, Statement } from '../dsl.ts';
import type { Api, Recorder } from '../recorder.ts';

export type LanguageName = 'java' | 'node' | 'python' | 'php' | 'go';

/** A request as the application that answers it sees it. */
export interface Incoming {
  readonly handler: string;
  /** Such as `GET`; of a message, `MESSAGE`. */
  readonly method: string;
  readonly params: string;
}

/** A request as the application that sends it sees it. */
export interface Outgoing {
  readonly method: string;
  /** As dialled: a name, with a port unless it is the usual one. */
  readonly host: string;
  readonly path: string;
  /** The id of the span that it begins. */
  readonly spanId: bigint;
}

export interface Answer {
  /** ms since 1970. */
  readonly end: number;
  readonly status: number;
}

/** Performs a request that leaves at `at`. */
export type Exchange = (at: number) => Answer;

export interface Query {
  readonly statement: Statement;
  readonly literals: string;
  readonly binds: string;
  readonly byUid: boolean;
  /** ms until a connection of the pool was free. */
  readonly waits: number;
  /** ms. */
  readonly takes: number;
}

export interface Frame {
  readonly className: string;
  readonly methodName: string;
  readonly fileName: string;
  readonly line: number;
}

/** What an agent of a language records, as the official one does. */
export interface Language {
  readonly name: LanguageName;
  readonly applicationType: number;
  /** Of the spans of requests. */
  readonly spanType: number;
  readonly rootApi: Api;
  readonly spanIdBits: 31 | 53 | 64;
  /** Whether its outgoing requests say which host was dialled: the callee's acceptorHost. */
  readonly saysHost: boolean;
  /** Whether fields without meaning are there all the same: nextSpanId -1, an empty parentInfo. */
  readonly fillsEmptyFields: boolean;
  /** Spans with more events are sent in parts. */
  readonly eventsPerMessage: number;
  /** What stands in a span as its path: the path itself, or the template that it matched. */
  readonly rpc: 'path' | 'template';
  /** What the mask of errors holds. */
  errors(failed: { readonly exception: boolean; readonly status: boolean }): number;
  /** `/orders/{id}` as this language's router writes it. */
  template(path: string): string;
  handle(recorder: Recorder, incoming: Incoming, body: () => void): void;
  method(recorder: Recorder, api: string, body: () => void): void;
  query(recorder: Recorder, query: Query): void;
  redis(recorder: Recorder, command: 'get' | 'set', takes: number): void;
  http(recorder: Recorder, outgoing: Outgoing, exchange: Exchange): void;
  publish(recorder: Recorder, topic: string, spanId: bigint, takes: number): void;
  background(recorder: Recorder, api: string, body: (part: Recorder) => void): void;
  /** What code throws that got an error for an answer. */
  refusal(outgoing: Outgoing, status: number): Mishap;
  /** From the place that threw outwards. */
  stack(mishap: Mishap): readonly Frame[];
}

export const redisHost = 'redis-cache:6379';
export const brokerHost = 'kafka-1:9092';

/** The name of a topic on the map. */
export const topicName = (topic: string): string => `topic:${topic}`;
