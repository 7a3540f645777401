import { at, type Json, list, number, text } from '../captures/message.ts';
import { type CapturedCall, readCapture } from '../captures/read.ts';
import { type CapturedSpan, readSpans } from '../captures/spans.ts';

/** Every recording of agents that call over gRPC. */
export const captures = [
  'java-agent',
  'java-agent/v4-stream',
  'java-agent/v3.0.5-stream',
  'python-agent',
  'go-agent',
  'mixed-chain',
  'node-agent/v0.8.7-express4',
  'node-agent/v1.4.2-express4',
  'node-agent/v1.4.2-express5-sqlstat-errors',
  'node-agent/v1.4.2-koa2-ioredis5',
  'node-agent/v1.4.2-koa3-fastify-unsupported',
  'node-agent/v1.4.2-esm-import',
  'node-agent/v1.4.2-presult-false',
];

/** What a page must know of an agent of a recording. */
export interface CapturedAgent {
  readonly service: string;
  readonly name: string;
  readonly type: number;
  readonly agentId: string;
  readonly agentName: string;
  readonly startTime: number;
  readonly host: string;
  readonly ip: string;
  readonly pid: number;
  readonly version: string;
  /** Spans and span chunks. */
  readonly sent: number;
}

/** The agents of a recording, as their headers, their spans and the last that they told of themselves have them. */
export function capturedAgents(capture: string): CapturedAgent[] {
  const calls = Map.groupBy(readCapture(capture), keyOf);
  const spans = Map.groupBy(readSpans(capture), keyOf);
  return [...calls].map(([key, own]) => agentOf(own, spans.get(key) ?? []));
}

const keyOf = ({ agentId, headers }: Pick<CapturedCall, 'agentId' | 'headers'>): string =>
  `${agentId}^${headers.starttime}`;

function agentOf(calls: readonly CapturedCall[], spans: readonly CapturedSpan[]): CapturedAgent {
  const { agentId, headers } = calls[0] as CapturedCall;
  const info = calls.findLast(({ rpc, kind }) => rpc === '/v1.Agent/RequestAgentInfo' && kind === 'message')?.json;
  const named = calls.find((call) => call.headers.agentname !== undefined)?.headers.agentname;
  return {
    service: headers.servicename ?? 'DEFAULT',
    name: headers.applicationname ?? '',
    type: number(messageOf(spans[0]?.json), 'applicationServiceType'),
    agentId,
    agentName: named ?? agentId,
    startTime: Number(headers.starttime),
    host: text(info, 'hostname'),
    ip: text(info, 'ip'),
    pid: number(info, 'pid'),
    version: text(info, 'agentVersion'),
    sent: spans.length,
  };
}

/** A trace of a recording: what came of it from all agents. */
export interface CapturedTrace {
  readonly id: string;
  /** Ids of its spans. */
  readonly spanIds: readonly string[];
  /** Service types of all its events. */
  readonly events: readonly number[];
}

export function capturedTraces(capture: string): CapturedTrace[] {
  const traces = Map.groupBy(readSpans(capture), ({ json, agentId }) => {
    const id = at(messageOf(json), 'transactionId');
    return `${text(id, 'agentId') || agentId}^${text(id, 'agentStartTime')}^${number(id, 'sequence')}`;
  });
  return [...traces].map(([id, messages]) => ({
    id,
    spanIds: messages.flatMap(({ json }) => (at(json, 'span') === undefined ? [] : [text(json, 'span', 'spanId')])),
    events: messages.flatMap(({ json }) =>
      list(messageOf(json), 'spanEvent').map((event) => number(event, 'serviceType')),
    ),
  }));
}

const messageOf = (json: Json): Json => at(json, 'span') ?? at(json, 'spanChunk');
