import { annotationKey } from '../../lib/annotation-key.ts';
import { isRpcClient, serviceType, typeOf } from '../../lib/service-type.ts';
import { NO_SPAN, type Received, type Span, type SpanEvent } from '../../store/span/span.ts';
import { nodeKey } from '../map/graph.ts';
import type { TraceFilter } from '../schema/filter.ts';
import { pathMatches } from './path.ts';

/** A filter, and the addresses under which its caller knows its callee: calls that never arrived are known by them. */
export interface LinkFilter extends TraceFilter {
  readonly addresses: ReadonlySet<string>;
}

/** Whether the parts of one trace match every filter (server.md §1.3). */
export function traceMatches(filters: readonly LinkFilter[], parts: readonly Received[]): boolean {
  const trace = new Parts(parts);
  return filters.every((filter) =>
    parts.some((part) => matchesHop(filter, part, trace) || matchesCall(filter, part, trace)),
  );
}

/** Spans of a trace by their ids, which are unique as a rule but not by law. */
class Parts {
  readonly #byId: ReadonlyMap<bigint, readonly Received[]>;

  constructor(parts: readonly Received[]) {
    const named = parts.filter(({ message, otlp }) => message.kind === 'span' || otlp !== undefined);
    this.#byId = Map.groupBy(named, ({ message, otlp }) => otlp?.spanId ?? message.spanId);
  }

  of(id: bigint): readonly Received[] {
    return this.#byId.get(id) ?? [];
  }
}

/** A span of the callee. */
function matchesHop(filter: TraceFilter, { agent, message, otlp }: Received, trace: Parts): boolean {
  if (message.kind !== 'span' || nodeKey(agent.application) !== filter.to) return false;
  if (filter.toAgent !== undefined && agent.agentId !== filter.toAgent) return false;
  if (!suits(filter, message.elapsed, message.error !== 0)) return false;
  if (filter.path !== undefined && !pathMatches(filter.path, message.rpc)) return false;
  if (filter.from === undefined) return true;
  const { service, name, type } = agent.application;
  if (typeOf(message.serviceType).queue) {
    const queue = { service, name: message.acceptorHost || message.remoteAddress, type: message.serviceType };
    if (nodeKey(queue) === filter.from) return true;
  } else if (message.parentSpanId === NO_SPAN) {
    const user = { service, name: `${name}_${typeOf(type).name}`, type: serviceType.USER };
    return nodeKey(user) === filter.from;
  }
  return calledBy(filter, message, trace.of(otlp?.parentSpanId ?? message.parentSpanId));
}

/** The spans above a span say who called it; where none is there, the span itself does, but for the agent. */
function calledBy({ from, fromAgent }: TraceFilter, { parent }: Span, above: readonly Received[]): boolean {
  if (above.length > 0) {
    return above.some(
      ({ agent }) => nodeKey(agent.application) === from && (fromAgent === undefined || agent.agentId === fromAgent),
    );
  }
  if (parent === undefined || fromAgent !== undefined) return false;
  const ofName = nodeKey({ ...parent, service: '' });
  return from === nodeKey(parent) || (from?.slice(from.indexOf('^')) === ofName && parent.service === '');
}

/** A call to what is not traced itself, or that never arrived. */
function matchesCall(filter: LinkFilter, { agent, message }: Received, trace: Parts): boolean {
  if (filter.toAgent !== undefined) return false;
  if (filter.from !== undefined && nodeKey(agent.application) !== filter.from) return false;
  if (filter.fromAgent !== undefined && agent.agentId !== filter.fromAgent) return false;
  return message.events.some(
    (event) =>
      leadsTo(filter, agent.application.service, event, trace) &&
      suits(filter, event.elapsed, event.exception !== undefined) &&
      (filter.path === undefined || urlsOf(event).some((url) => pathMatches(filter.path ?? '', url))),
  );
}

function leadsTo(filter: LinkFilter, service: string, event: SpanEvent, trace: Parts): boolean {
  const { recordStatistics, category } = typeOf(event.serviceType);
  if (!recordStatistics) return false;
  const name = event.destinationId || (category === 'DATABASE' ? 'UNKNOWN_DATABASE' : '');
  if (name === '') return false;
  if (!isRpcClient(event.serviceType)) return nodeKey({ service, name, type: event.serviceType }) === filter.to;
  if (event.nextSpanId !== NO_SPAN && trace.of(event.nextSpanId).length > 0) return false;
  const unknown = nodeKey({ service, name, type: serviceType.UNKNOWN });
  return unknown === filter.to || filter.addresses.has(event.endPoint || name);
}

const suits = ({ atLeast = 0, atMost, result }: TraceFilter, elapsed: number, failed: boolean): boolean =>
  elapsed >= atLeast &&
  (atMost === undefined || elapsed <= atMost) &&
  (result === undefined || failed === (result === 'failed'));

const urlsOf = ({ annotations }: SpanEvent): string[] =>
  annotations.flatMap(({ key, value }) =>
    key === annotationKey.HTTP_URL && value.type === 'string' ? [value.value] : [],
  );
