import { annotationKey, annotationName, annotationShown } from '../../lib/annotation-key.ts';
import { isRpcClient, typeOf } from '../../lib/service-type.ts';
import { type Agent, type Application, applicationKey } from '../../store/application.ts';
import {
  type Annotation,
  type Attribute,
  NO_SPAN,
  type Received,
  type Span,
  type SpanEvent,
  type SpanId,
  type Thrown,
} from '../../store/span/span.ts';
import type { AgentFacts } from '../search/match/subject.ts';
import { assemble } from '../trace/assemble.ts';
import { format as formatAnnotation, formatAttribute } from '../trace/detail.ts';
import { gather, type Hop } from '../trace/gather.ts';
import { withoutRepeats } from '../trace/repeats.ts';
import { endpointOf } from './endpoint.ts';
import type { Facts } from './facts.ts';
import { spend } from './spend.ts';
import type { Values } from './value.ts';

/** Whether a transaction is one of the selected (true), one to compare with (false), or neither. */
export type SideOf = (span: Received<Span>) => boolean | undefined;

/** Attributes of one span that are looked at; their values as far as people read them. */
const ATTRIBUTE_LIMIT = 40;
const ATTRIBUTE_LENGTH = 120;

/** Reads what is known of the transactions of an application out of whole traces. */
export class FactsReader {
  readonly #center: string;
  readonly #values: Values;
  readonly #facts: Facts;
  readonly #told: (agent: Agent) => AgentFacts | undefined;

  constructor(
    center: Application,
    values: Values,
    facts: Facts,
    told: (agent: Agent) => AgentFacts | undefined = () => undefined,
  ) {
    this.#center = applicationKey(center);
    this.#values = values;
    this.#facts = facts;
    this.#told = told;
  }

  /** Adds the transactions of one trace, with all that was called by them. */
  add(parts: readonly Received[], sideOf: SideOf): void {
    if (!parts.some((part) => this.#isOwn(part) && sideOf(part) !== undefined)) return;
    const hops = gather(assemble(parts.length === 1 ? parts : withoutRepeats(parts)));
    const trace = new Hops(hops);
    for (const hop of hops) {
      if (hop.span === undefined || !this.#isOwn(hop.span)) continue;
      const side = sideOf(hop.span);
      if (side !== undefined) this.#row(hop, hop.span, side, trace);
    }
  }

  #isOwn(part: Received): part is Received<Span> {
    return part.message.kind === 'span' && applicationKey(part.agent.application) === this.#center;
  }

  #row(hop: Hop, { agent, receivedAt, message }: Received<Span>, isSelected: boolean, trace: Hops): void {
    const { traceId, spanId, elapsed } = message;
    const opened = { traceId, spanId, at: receivedAt, elapsed: Math.max(0, elapsed), failed: message.error !== 0 };
    this.#facts.begin(opened, isSelected);
    this.#describe(agent, message);
    const met = new Set<Hop>();
    const lead = (of: Hop): readonly Hop[] => trace.below(of);
    spend(
      hop,
      (event) => trace.callee(event),
      lead,
      (of, event, ms) => {
        if (!met.has(of)) {
          met.add(of);
          this.#meet(of, of === hop);
        }
        this.#spent(of, event, ms);
      },
    );
  }

  /** What the span itself says. */
  #describe(agent: Agent, span: Span): void {
    const values = this.#values;
    const add = (value: number | undefined): void => this.#facts.add(value);
    add(values.own('agent', agent, agent.agentId));
    const told = this.#told(agent);
    if (told !== undefined && told.host !== '') add(values.own('host', agent, told.host));
    if (told !== undefined && told.version !== '') add(values.own('version', agent, told.version));
    add(values.own('endpoint', agent, endpointOf(span)));
    if (span.remoteAddress !== '') add(values.own('client', agent, span.remoteAddress));
    if (span.parent !== undefined) add(values.own('caller', agent, span.parent.name));
    for (const { key, value } of span.annotations.slice(0, ATTRIBUTE_LIMIT)) this.#annotation(agent, key, value);
    for (const attribute of span.attributes.slice(0, ATTRIBUTE_LIMIT)) this.#attribute(agent, attribute);
  }

  #annotation(agent: Agent, key: number, value: Annotation['value']): void {
    if (key === annotationKey.HTTP_STATUS || key === annotationKey.GRPC_STATUS) {
      this.#facts.add(this.#values.own('status', agent, formatAnnotation({ key, value })));
    } else if (annotationShown(key)) this.#pair(agent, annotationName(key), formatAnnotation({ key, value }));
  }

  #attribute(agent: Agent, { key, value }: Attribute): void {
    if (STATUS.has(key)) this.#facts.add(this.#values.own('status', agent, formatAttribute(value)));
    else this.#pair(agent, key, formatAttribute(value));
  }

  #pair(agent: Agent, key: string, value: string): void {
    if (value.length <= ATTRIBUTE_LENGTH) this.#facts.add(this.#values.own('attribute', agent, `${key}=${value}`));
  }

  /** A hop of the transaction, at its first sight. */
  #meet({ span, events, async }: Hop, isOwn: boolean): void {
    if (span === undefined) return;
    const { agent, message } = span;
    if (!isOwn) {
      this.#facts.add(this.#values.own('application', agent, agent.application.name), 0, 1);
      this.#facts.add(this.#values.own('calleeAgent', agent, agent.agentId));
      this.#facts.add(this.#values.own('endpoint', agent, endpointOf(message)));
    }
    this.#thrown(agent, message.exception, message.annotations);
    for (const { event } of events) this.#thrown(agent, event.exception, event.annotations);
    for (const { event } of [...async.values()].flat(2)) this.#thrown(agent, event.exception, event.annotations);
  }

  #thrown(agent: Agent, thrown: Thrown | undefined, annotations: readonly Annotation[]): void {
    if (thrown === undefined) return;
    const own = annotations.find(({ key }) => key === annotationKey.EXCEPTION_CLASS)?.value;
    const isText = own?.type === 'string';
    this.#facts.add(
      isText ? this.#values.own('exception', agent, own.value) : this.#values.exception(agent, thrown.classId),
    );
  }

  #spent({ span }: Hop, event: SpanEvent | undefined, ms: number): void {
    if (span === undefined) return;
    const { agent, message } = span;
    const called = event ?? message;
    // A statement is also named where it is only prepared.
    const isPrepared =
      typeOf(called.serviceType).category === 'DATABASE' && !typeOf(called.serviceType).recordStatistics;
    this.#facts.add(this.#placeOf(agent, called), ms, isPrepared ? 0 : 1);
  }

  #placeOf(agent: Agent, called: Span | SpanEvent): number | undefined {
    const values = this.#values;
    for (const { key, value } of called.annotations) {
      if (key === annotationKey.SQL_ID && value.type === 'intStringString') return values.sql(agent, value.int);
      if (key === annotationKey.SQL_UID && value.type === 'bytesStringString') return values.sql(agent, value.bytes);
      if (key === annotationKey.SQL && value.type === 'string') return values.own('sql', agent, value.value);
    }
    const type = typeOf(called.serviceType);
    if ('destinationId' in called && (type.recordStatistics || isRpcClient(type.code))) {
      const to = called.destinationId || called.endPoint;
      if (to !== '') return values.text('call', agent.application, to, type.description);
    }
    const own = called.apiId === 0 ? called.annotations.find(({ key }) => key === annotationKey.API)?.value : undefined;
    if (own?.type === 'string') return values.own('method', agent, own.value);
    const api = own?.type === 'int' ? own.value : called.apiId;
    return api === 0 ? values.own('method', agent, type.description) : values.api(agent, api);
  }
}

const STATUS: ReadonlySet<string> = new Set(['http.response.status_code', 'http.status_code', 'rpc.grpc.status_code']);

/** Hops of a trace by who calls them. */
class Hops {
  readonly #byId = new Map<SpanId, Hop>();
  readonly #below = new Map<Hop, Hop[]>();
  readonly #byCall = new Map<SpanId, Hop>();

  constructor(hops: readonly Hop[]) {
    if (hops.length === 1) return;
    for (const hop of hops) {
      if (!this.#byId.has(hop.spanId)) this.#byId.set(hop.spanId, hop);
      // Calls that OpenTelemetry recorded are what their callees name as parent.
      for (const { event } of hop.span?.otlp === undefined ? [] : hop.events) {
        const own = ownId(event);
        if (own !== undefined) this.#byCall.set(own, hop);
      }
    }
    for (const hop of hops) {
      const parent = hop.span?.message.parentSpanId ?? NO_SPAN;
      if (parent === NO_SPAN) continue;
      const above = this.#byId.get(parent) ?? this.#byCall.get(parent);
      if (above === undefined || above === hop) continue;
      const known = this.#below.get(above);
      if (known === undefined) this.#below.set(above, [hop]);
      else known.push(hop);
    }
  }

  callee(event: SpanEvent): Hop | undefined {
    if (event.nextSpanId !== NO_SPAN) return this.#byId.get(event.nextSpanId);
    const own = this.#byCall.size === 0 ? undefined : ownId(event);
    if (own === undefined) return undefined;
    const above = this.#byCall.get(own);
    return above && this.below(above).find(({ span }) => span?.message.parentSpanId === own);
  }

  below(hop: Hop): readonly Hop[] {
    return this.#below.get(hop) ?? [];
  }
}

function ownId({ annotations }: SpanEvent): SpanId | undefined {
  const own = annotations.find(({ key }) => key === annotationKey.SPAN_ID)?.value;
  if (own?.type === 'long') return own.value as SpanId;
  return own?.type === 'string' && /^-?\d{1,20}$/.test(own.value) ? (BigInt(own.value) as SpanId) : undefined;
}
