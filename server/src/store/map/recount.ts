import { MemoryKv } from '../../kv/memory.ts';
import type { Millis } from '../../lib/time.ts';
import type { Application } from '../application.ts';
import { SpanFacts } from '../span/facts.ts';
import { NO_SPAN, type Received } from '../span/span.ts';
import type { MapStretch } from './map.ts';
import { MapStore, type Sketches } from './store.ts';
import { MapWriter } from './writer.ts';

/**
 * The map's counts, made anew from decoded messages by the rules of the collector (`MapWriter`), in memory: what is
 * counted of all messages of a range equals what the collector stored of it.
 */
export class Recount {
  readonly #kv = new MemoryKv();
  readonly #writer = new MapWriter(new Uint8Array(8));
  readonly #store = new MapStore(this.#kv);
  readonly #facts = new SpanFacts();
  #pending: { readonly received: Received; readonly caller: Received | undefined }[] = [];

  /** Takes the parts of one trace that were received from `from` to before `to`; all are asked who called whom. */
  add(parts: readonly Received[], from: Millis, to: Millis): void {
    const callers = callersAmong(parts);
    for (const received of parts) {
      if (received.receivedAt < from || received.receivedAt >= to) continue;
      const caller = received.otlp && callers.get(received.otlp.parentSpanId);
      this.#pending.push({ received, caller });
    }
  }

  async stretch(application: Application, from: Millis, to: Millis, width: number): Promise<MapStretch> {
    await this.#count();
    return this.#store.stretch(application, from, to, width);
  }

  async sketches(application: Application, from: Millis, to: Millis): Promise<Sketches> {
    await this.#count();
    return this.#store.sketches(application, from, to);
  }

  async #count(): Promise<void> {
    // A row is begun anew whenever the minute changes: in order, there is one for each minute.
    const pending = this.#pending.sort((a, b) => a.received.receivedAt - b.received.receivedAt);
    this.#pending = [];
    for (const { received, caller } of pending) {
      fill(this.#facts, received, caller, this.#writer);
      this.#writer.add(this.#facts);
    }
    await this.#kv.write(this.#writer.take());
  }
}

/** Spans of OpenTelemetry by their own ids. */
function callersAmong(parts: readonly Received[]): Map<bigint, Received> {
  const callers = new Map<bigint, Received>();
  for (const part of parts) if (part.otlp !== undefined) callers.set(part.otlp.spanId, part);
  return callers;
}

/** What a collector reads of a message, from the decoded message. `caller`: the OpenTelemetry span above it. */
export function fill(
  facts: SpanFacts,
  { agent, message, receivedAt, otlp }: Received,
  caller: Received | undefined,
  { texts }: Pick<MapWriter, 'texts'>,
): void {
  facts.reset();
  facts.agent = agent;
  facts.receivedAt = receivedAt;
  facts.applicationType = agent.application.type === -1 ? message.applicationType : agent.application.type;
  facts.endPoint = texts.idOf(message.endPoint);
  if (message.kind === 'span') {
    facts.isSpan = true;
    facts.isRoot = message.parentSpanId === NO_SPAN;
    facts.failed = message.error !== 0;
    facts.elapsed = Math.max(0, message.elapsed);
    facts.serviceType = message.serviceType;
    facts.remoteAddress = texts.idOf(message.remoteAddress);
    facts.acceptorHost = texts.idOf(message.acceptorHost);
    facts.parentName = texts.idOf(message.parent?.name ?? '');
    facts.parentService = texts.idOf(message.parent?.service ?? '');
    facts.parentType = message.parent?.type ?? 0;
    if (otlp !== undefined && caller !== undefined && message.parent === undefined && !facts.isRoot) {
      const { service, name, type } = caller.agent.application;
      facts.parentService = texts.idOf(service);
      facts.parentName = texts.idOf(name);
      facts.parentType = type;
      facts.acceptorHost = texts.idOf(caller.message.events[0]?.destinationId ?? '');
      if (facts.acceptorHost === 0) facts.endPoint = 0;
    }
  }
  for (const { serviceType, elapsed, exception, endPoint, destinationId } of message.events) {
    facts.eventType[facts.events] = serviceType;
    facts.eventElapsed[facts.events] = Math.max(0, elapsed);
    facts.eventFailed[facts.events] = exception !== undefined;
    facts.eventEndPoint[facts.events] = texts.idOf(endPoint);
    facts.eventDestination[facts.events] = texts.idOf(destinationId);
    facts.events++;
  }
}
