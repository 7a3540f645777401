import { fromBinary } from '@bufbuild/protobuf';
import { type PException, type PExceptionMetaData, PExceptionMetaDataSchema } from '@finepoint/wire';
import { annotationKey } from '../../lib/annotation-key.ts';
import { MINUTE, type Millis, millis } from '../../lib/time.ts';
import { type Agent, type Application, agentKey, applicationKey } from '../../store/application.ts';
import type { Annotation, Received, TraceId } from '../../store/span/span.ts';
import type { ExceptionReader } from '../../store/stat/exceptions.ts';
import type { Thrown } from '../schema/trace.ts';

/** Exceptions with their causes and stacks, of one trace. */
export interface Chains {
  /** The chain that a call names by its annotation −52, outermost exception first; empty where it did not come. */
  of(agent: Agent, annotations: readonly Annotation[]): readonly Thrown[];
}

export const noChains: Chains = { of: () => [] };

/** An agent sends an exception soon after its span, or a little before. */
const AROUND = 2 * MINUTE;
/** Messages of one application that are looked through at the most: others' exceptions lie between. */
const MOST = 5_000;
/** Frames and causes of an exception that are shown at the most. */
const MOST_FRAMES = 300;
const MOST_CAUSES = 50;

/** Finds the exceptions that the calls of a trace name. Nothing is read for a trace without any. */
export async function chainsOf(
  received: readonly Received[],
  traceId: TraceId,
  store: Pick<ExceptionReader, 'read'>,
): Promise<Chains> {
  const wanted = new Map<string, Wanted>();
  for (const part of received) note(wanted, part);
  if (wanted.size === 0) return noChains;
  const found = new Map<string, Thrown[]>();
  for (const { application, ids, from, to } of wanted.values()) {
    const left = new Set(ids);
    let read = 0;
    for await (const sent of store.read(application, millis(from - AROUND), millis(to + AROUND))) {
      if (left.size === 0 || ++read > MOST) break;
      const message = decodeOrNothing(sent.message);
      if (message === undefined || idOf(message, sent.agentId) !== traceId) continue;
      const sender = `${sent.agentId}^${sent.startTime}`;
      for (const [id, chain] of Map.groupBy(message.exceptions, ({ exceptionId }) => exceptionId)) {
        const key = `${sender} ${id}`;
        if (left.delete(key)) found.set(key, chainOf(chain));
      }
    }
  }
  return {
    of: (agent, annotations) => {
      const id = chainId(annotations);
      return (id !== undefined && found.get(`${agentKey(agent)} ${id}`)) || [];
    },
  };
}

interface Wanted {
  readonly application: Application;
  readonly ids: Set<string>;
  from: Millis;
  to: Millis;
}

function note(wanted: Map<string, Wanted>, { agent, message, receivedAt }: Received): void {
  const named = message.events.map(({ annotations }) => chainId(annotations));
  if (message.kind === 'span') named.push(chainId(message.annotations));
  for (const id of named) {
    if (id === undefined) continue;
    const key = applicationKey(agent.application);
    const known = wanted.get(key) ?? {
      application: agent.application,
      ids: new Set(),
      from: receivedAt,
      to: receivedAt,
    };
    known.ids.add(`${agentKey(agent)} ${id}`);
    if (receivedAt < known.from) known.from = receivedAt;
    if (receivedAt > known.to) known.to = receivedAt;
    wanted.set(key, known);
  }
}

function chainId(annotations: readonly Annotation[]): bigint | undefined {
  if (annotations.length === 0) return undefined;
  const value = annotations.find(({ key }) => key === annotationKey.EXCEPTION_CHAIN_ID)?.value;
  if (value?.type === 'long') return value.value;
  return value?.type === 'int' ? BigInt(value.value) : undefined;
}

function decodeOrNothing(bytes: Uint8Array): PExceptionMetaData | undefined {
  try {
    return fromBinary(PExceptionMetaDataSchema, bytes);
  } catch {
    return undefined;
  }
}

/** Agents leave their own id out where the trace began with them. */
function idOf({ transactionId }: PExceptionMetaData, agentId: string): string | undefined {
  if (transactionId === undefined) return undefined;
  const { agentId: first, agentStartTime, sequence } = transactionId;
  return `${first || agentId}^${agentStartTime}^${sequence}`;
}

const chainOf = (exceptions: readonly PException[]): Thrown[] =>
  exceptions
    .toSorted((a, b) => a.exceptionDepth - b.exceptionDepth)
    .slice(0, MOST_CAUSES)
    .map(({ exceptionClassName, exceptionMessage, stackTraceElement }) => ({
      className: exceptionClassName,
      message: exceptionMessage,
      frames: stackTraceElement.slice(0, MOST_FRAMES).map(({ className, methodName, fileName, lineNumber }) => ({
        className,
        methodName,
        fileName,
        line: lineNumber,
      })),
    }));
