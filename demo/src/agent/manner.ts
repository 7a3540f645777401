import type { Language } from './identity.ts';

/** How the official agent of a language talks to a collector. Times are ms. */
export interface Manner {
  readonly serviceType: number;
  readonly agentVersion: string;
  /** What its gRPC library calls itself, where it is not the one that the demo uses. */
  readonly userAgent?: string;
  /** SendSpanBatch; otherwise the SendSpan stream. */
  readonly batches: boolean;
  /** Spans of a call that failed are sent again. */
  readonly keepsFailed: boolean;
  readonly pingEvery: number;
  /** V2 says in a header what it can do, the older call in a first message. */
  readonly command: 'HandleCommand' | 'HandleCommandV2';
  readonly commands: readonly number[];
  readonly callTimeout: number;
  /** Streams end by themselves after this time, and are opened again. */
  readonly streamTimeout: number | undefined;
  readonly statEvery: number;
  /** Samples in a message; 1 is a message of its own kind. */
  readonly statBatch: number;
  /** Says on a PingSession or command stream how many it has opened before. */
  readonly socketIds: { readonly first: number; readonly on: readonly string[] };
  /** Half-closes its session and the like when it stops; others just go. */
  readonly saysGoodbye: boolean;
}

const minute = 60_000;

/** As observed of Java 3.1, Node.js 1.4, Go 1.4, Python 1.1, and the collector-agent in front of PHP; stats more often than their defaults. */
export const manners: Readonly<Record<Language, Manner>> = {
  java: {
    serviceType: 1210,
    agentVersion: '3.1.0',
    userAgent: 'grpc-java-netty/1.75.0',
    batches: true,
    keepsFailed: false,
    pingEvery: minute,
    command: 'HandleCommandV2',
    commands: [740, 710, 730, 750],
    callTimeout: 6_000,
    streamTimeout: undefined,
    statEvery: 5_000,
    statBatch: 2,
    socketIds: { first: 1, on: ['PingSession'] },
    saysGoodbye: true,
  },
  node: {
    serviceType: 1400,
    agentVersion: '1.4.2',
    batches: false,
    keepsFailed: false,
    pingEvery: 5 * minute,
    command: 'HandleCommand',
    commands: [710, 730],
    callTimeout: 6_000,
    streamTimeout: 10 * minute,
    statEvery: 5_000,
    statBatch: 1,
    socketIds: { first: 0, on: ['PingSession', 'RequestAgentInfo'] },
    saysGoodbye: false,
  },
  go: {
    serviceType: 1800,
    agentVersion: '1.4.7',
    userAgent: 'grpc-go/1.49.0',
    batches: false,
    keepsFailed: false,
    pingEvery: minute,
    command: 'HandleCommand',
    commands: [710, 730, 740, 750],
    callTimeout: minute,
    streamTimeout: undefined,
    statEvery: 5_000,
    statBatch: 2,
    socketIds: { first: 1, on: ['PingSession'] },
    saysGoodbye: true,
  },
  python: {
    serviceType: 1700,
    agentVersion: '2.2.0',
    userAgent: 'grpc-c++/1.81.1',
    batches: true,
    keepsFailed: true,
    pingEvery: minute,
    command: 'HandleCommandV2',
    commands: [710, 730],
    callTimeout: 5_000,
    streamTimeout: undefined,
    statEvery: 5_000,
    statBatch: 2,
    socketIds: { first: 1, on: ['PingSession', 'HandleCommandV2', 'CommandStreamActiveThreadCount'] },
    saysGoodbye: false,
  },
  php: {
    serviceType: 1500,
    agentVersion: '0.5.2',
    userAgent: 'grpc-go/1.58.3',
    batches: false,
    keepsFailed: false,
    pingEvery: 5 * minute,
    command: 'HandleCommand',
    commands: [100, 101, 710, 730, 740, 750],
    callTimeout: minute,
    streamTimeout: undefined,
    statEvery: 5_000,
    statBatch: 1,
    socketIds: { first: 1, on: ['PingSession', 'HandleCommand', 'SendAgentStat'] },
    saysGoodbye: true,
  },
};
