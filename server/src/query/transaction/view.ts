import type { Received, Span } from '../../store/span/span.ts';
import { applicationName } from '../application-name.ts';
import type { Transaction } from '../schema/transaction.ts';
import type { NameSource } from '../trace/names.ts';

/** A span as a line of the list of transactions. */
export function viewTransaction({ agent, receivedAt, message }: Received<Span>, names: NameSource): Transaction {
  const thrown = message.exception ?? message.events.find(({ exception }) => exception !== undefined)?.exception;
  return {
    traceId: message.traceId,
    spanId: String(message.spanId),
    at: receivedAt,
    startTime: message.startTime,
    elapsed: message.elapsed,
    path: message.rpc,
    endPoint: message.endPoint,
    clientAddress: message.remoteAddress,
    failed: message.error !== 0,
    exception:
      thrown === undefined ? null : { className: names.string(agent, thrown.classId) ?? '', message: thrown.message },
    agentId: agent.agentId,
    agentName: agent.agentName,
    application: applicationName(agent.application),
  };
}
