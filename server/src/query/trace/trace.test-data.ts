import { number, text } from '../../../../test/captures/message.ts';
import { readCapture } from '../../../../test/captures/read.ts';
import { readSpans } from '../../../../test/captures/spans.ts';
import { millis } from '../../lib/time.ts';
import type { Agent } from '../../store/application.ts';
import { decodeMessage } from '../../store/span/decode.ts';
import {
  type Annotation,
  type Attribute,
  NO_SPAN,
  type Received,
  type Span,
  type SpanChunk,
  type SpanEvent,
  type SpanId,
  type TraceId,
} from '../../store/span/span.ts';
import type { CallTree } from './call-tree.ts';
import type { Api, NameSource } from './names.ts';

/** The clock of these tests: ms after some moment. */
export const ms = (after: number): number => 1_795_000_000_000 + after;

export const agent = (name: string, application = name.toUpperCase()): Agent => ({
  application: { service: 'DEFAULT', name: application, type: 1210 },
  agentId: name,
  agentName: name,
  startTime: 1,
});

const traceId = 'a^1^1' as TraceId;

export const recorded = (message: Span | SpanChunk, name: string, application: string, receivedAt = 0): Received => ({
  agent: agent(name, application),
  receivedAt: millis(ms(receivedAt)),
  message,
});

interface SpanChanges {
  readonly id?: bigint;
  readonly parent?: bigint;
  readonly agent?: Agent;
  readonly rpc?: string;
  /** Start and receipt, ms of the tests' clock. */
  readonly at?: number;
  readonly receivedAt?: number;
  readonly elapsed?: number;
  readonly events?: readonly SpanEvent[];
  readonly more?: Partial<Span>;
}

export function span(changes: SpanChanges): Received<Span> {
  const { id = 1n, parent = NO_SPAN, rpc = '/', at = 0, receivedAt = 0, elapsed = 100, events = [], more } = changes;
  return {
    agent: changes.agent ?? agent('a'),
    receivedAt: millis(ms(receivedAt)),
    message: {
      kind: 'span',
      traceId,
      spanId: id as SpanId,
      parentSpanId: parent as SpanId,
      startTime: ms(at),
      elapsed,
      apiId: 0,
      serviceType: 1010,
      applicationType: 1210,
      rpc,
      endPoint: '',
      remoteAddress: '',
      acceptorHost: '',
      parent: undefined,
      error: 0,
      exception: undefined,
      annotations: [],
      attributes: [],
      flag: 0,
      logged: 0,
      events,
      ...more,
    },
  };
}

interface ChunkChanges {
  readonly id?: bigint;
  readonly agent?: Agent;
  /** Id of what began it; none for a part of the span's own calls. */
  readonly async?: number;
  readonly part?: number;
  readonly keyTime?: number;
  readonly events: readonly SpanEvent[];
}

export function chunk({
  id = 1n,
  async,
  part = 1,
  keyTime = 0,
  events,
  ...changes
}: ChunkChanges): Received<SpanChunk> {
  return {
    agent: changes.agent ?? agent('a'),
    receivedAt: millis(ms(0)),
    message: {
      kind: 'chunk',
      traceId,
      spanId: id as SpanId,
      endPoint: '',
      applicationType: 1210,
      keyTime: ms(keyTime),
      async: async === undefined ? undefined : { id: async, sequence: part },
      events,
    },
  };
}

interface EventChanges {
  readonly elapsed?: number;
  readonly serviceType?: number;
  readonly nextSpanId?: bigint;
  readonly asyncId?: number;
  readonly exception?: boolean;
  readonly apiId?: number;
  readonly annotations?: readonly Annotation[];
  readonly attributes?: readonly Attribute[];
}

export const event = (sequence: number, depth: number, at: number, changes: EventChanges = {}): SpanEvent => ({
  sequence,
  depth,
  startTime: ms(at),
  elapsed: changes.elapsed ?? 1,
  serviceType: changes.serviceType ?? 1,
  apiId: changes.apiId ?? 0,
  exception: changes.exception ? { classId: 3, message: 'boom' } : undefined,
  annotations: changes.annotations ?? [],
  attributes: changes.attributes ?? [],
  endPoint: '',
  destinationId: '',
  nextSpanId: (changes.nextSpanId ?? NO_SPAN) as SpanId,
  asyncId: changes.asyncId ?? 0,
});

/** A tree as lines: application, type and path of spans, types of events, and what is missing. */
export const outline = (tree: CallTree): string[] =>
  tree.nodes.map((node) => {
    const indent = '  '.repeat(node.depth);
    if (node.kind === 'span') {
      return `${indent}${node.received.agent.application.name} ${node.span.serviceType} ${node.span.rpc}`;
    }
    if (node.kind === 'event') return `${indent}${node.event.serviceType}${node.async ? ' async' : ''}`;
    const hidden = node.hidden === 0 ? '' : `, ${node.hidden} hidden`;
    return `${indent}missing ${node.what}, ${node.waiting ? 'waiting' : 'lost'}${hidden}`;
  });

/** What a capture received, by trace. */
export function traces(capture: string): { readonly id: TraceId; readonly received: Received[] }[] {
  const received = readSpans(capture).map(({ raw, headers, t }): Received => {
    const agentId = headers.agentid ?? '';
    const application = {
      service: headers.servicename ?? 'DEFAULT',
      name: headers.applicationname ?? '',
      type: Number(headers.servicetype ?? -1),
    };
    const agentName = headers.agentname ?? agentId;
    return decodeMessage(raw, { application, agentId, agentName, startTime: Number(headers.starttime) }, millis(ms(t)));
  });
  return [...Map.groupBy(received, ({ message }) => message.traceId)].map(([id, all]) => ({ id, received: all }));
}

/** What the agents of a capture announced. */
export function namesOf(capture: string): NameSource {
  const [apis, sqls, uids, strings] = [
    new Map<string, Api>(),
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, string>(),
  ];
  for (const { kind, rpc, json, agentId } of readCapture(capture)) {
    if (kind !== 'message') continue;
    const method = rpc.slice('/v1.Metadata/'.length);
    if (method === 'RequestApiMetaData') {
      const api = {
        info: text(json, 'apiInfo'),
        line: number(json, 'line'),
        type: number(json, 'type'),
        location: text(json, 'location'),
      };
      apis.set(`${agentId} ${number(json, 'apiId')}`, api);
    } else if (method === 'RequestSqlMetaData') sqls.set(`${agentId} ${number(json, 'sqlId')}`, text(json, 'sql'));
    else if (method === 'RequestStringMetaData')
      strings.set(`${agentId} ${number(json, 'stringId')}`, text(json, 'stringValue'));
    else if (method === 'RequestSqlUidMetaData') {
      uids.set(`${agentId} ${Buffer.from(text(json, 'sqlUid'), 'base64').toString('hex')}`, text(json, 'sql'));
    }
  }
  return {
    api: (of, id) => apis.get(`${of.agentId} ${id}`),
    sql: (of, id) => sqls.get(`${of.agentId} ${id}`),
    sqlUid: (of, uid) => uids.get(`${of.agentId} ${uid}`),
    string: (of, id) => strings.get(`${of.agentId} ${id}`),
  };
}
