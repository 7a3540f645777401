import { type PCmdRequest, ProfilerCommandService, PThreadState } from '@finepoint/wire';
import { serviceDefinition } from '@finepoint/wire/grpc';
import type { Activity } from './activity.ts';
import type { Channel } from './channel.ts';
import type { Identity } from './identity.ts';
import { manners } from './manner.ts';
import { pause } from './pause.ts';

const service = serviceDefinition(ProfilerCommandService);

/** What answering needs of an agent. */
export interface Answering {
  readonly identity: Identity;
  readonly channel: Channel;
  readonly activity: Activity;
  readonly signal: AbortSignal;
  /** Says on the command stream that a command cannot be done. */
  refuse(requestId: number): void;
}

/** Answers what the collector asked, each kind of command with a call of its own. Rejects if that call fails. */
export async function answer(request: PCmdRequest, agent: Answering): Promise<void> {
  const { requestId, command } = request;
  const { language } = agent.identity;
  const number = command.case === undefined ? 0 : commandNumbers[command.case];
  if (!manners[language].commands.includes(number)) {
    // The Node.js agent says nothing.
    if (language === 'python') agent.refuse(requestId);
    return;
  }
  const commonResponse = { responseId: requestId };
  switch (command.case) {
    case 'commandEcho':
      await agent.channel.unary(service.CommandEcho, { commonResponse, message: command.value.message });
      return;
    case 'commandActiveThreadCount':
      return streamActiveThreadCount(requestId, agent);
    case 'commandActiveThreadLightDump':
      await agent.channel.unary(service.CommandActiveThreadLightDump, {
        commonResponse,
        ...runtimes[language],
        threadDump: threads(agent).slice(0, command.value.limit || undefined),
      });
      return;
    case 'commandActiveThreadDump':
      await agent.channel.unary(service.CommandActiveThreadDump, {
        commonResponse,
        ...runtimes[language],
        threadDump: threads(agent)
          .filter((thread) => isWanted(thread, command.value))
          .slice(0, command.value.limit || undefined)
          .map(({ stackTrace, threadDump, ...thread }) => ({ ...thread, threadDump: { ...threadDump, stackTrace } })),
      });
      return;
    case undefined:
      return;
  }
}

const commandNumbers = {
  commandEcho: 710,
  commandActiveThreadCount: 730,
  commandActiveThreadDump: 740,
  commandActiveThreadLightDump: 750,
} as const;

const runtimes = {
  java: { type: 'JAVA', subType: 'OPENJDK', version: 'JAVA_17' },
  go: { type: 'Go', subType: '', version: 'go1.26.8' },
  php: { type: 'PHP', subType: '', version: '8.2' },
  node: {},
  python: {},
};

/** One message a second until the collector ends the stream. */
async function streamActiveThreadCount(responseId: number, agent: Answering): Promise<void> {
  const stream = agent.channel.clientStream(service.CommandStreamActiveThreadCount);
  const over = new AbortController();
  const end = () => over.abort();
  stream.on('status', end).on('error', end);
  const stop = AbortSignal.any([agent.signal, over.signal]);
  for (let sequenceId = 1; !stop.aborted; sequenceId++) {
    const now = Date.now();
    stream.write({
      commonStreamResponse: { responseId, sequenceId },
      histogramSchemaType: 2,
      activeThreadCount: agent.activity.activeByAge(now),
      timeStamp: BigInt(now),
    });
    await pause(1000, stop);
  }
  stream.cancel();
}

interface Wanted {
  readonly threadName: readonly string[];
  readonly localTraceId: readonly bigint[];
}

/** Every request under way, as a thread that waits. */
function threads({ activity, identity }: Answering) {
  return activity.active(Date.now()).map(({ start, uriTemplate, transactionId }, index) => ({
    startTime: BigInt(start),
    localTraceId: localTraceIdOf(transactionId),
    sampled: true,
    transactionId,
    entryPoint: uriTemplate,
    threadDump: {
      threadName: identity.language === 'go' ? `goroutine ${100 + index}` : `http-nio-8080-exec-${index + 1}`,
      threadId: BigInt(40 + index),
      threadState: PThreadState.THREAD_STATE_TIMED_WAITING,
    },
    stackTrace: [
      'java.base@17.0.15/java.net.SocketInputStream.socketRead0(Native Method)',
      'java.base@17.0.15/java.net.SocketInputStream.read(SocketInputStream.java:168)',
      `com.example.${identity.application.replaceAll('-', '.')}.Application.serve(Application.java:${30 + index})`,
      'org.apache.catalina.core.StandardHostValve.invoke(StandardHostValve.java:98)',
      'java.base@17.0.15/java.lang.Thread.run(Thread.java:840)',
    ],
  }));
}

/** The number of the transaction: unique among those of the agent that began it. */
const localTraceIdOf = (transactionId: string): bigint => BigInt(transactionId.split('^')[2] ?? 0);

const isWanted = (thread: ReturnType<typeof threads>[number], { threadName, localTraceId }: Wanted): boolean =>
  (threadName.length === 0 || threadName.includes(thread.threadDump.threadName)) &&
  (localTraceId.length === 0 || localTraceId.includes(thread.localTraceId));
