import { ProtoReader } from '../../server/src/lib/protobuf.ts';
import { type Json, list } from './message.ts';
import { type CapturedCall, readCapture } from './read.ts';

/** A PSpanMessage that an agent sent, alone in a stream or in a batch. */
export interface CapturedSpan {
  readonly t: number;
  readonly agentId: string;
  readonly headers: CapturedCall['headers'];
  readonly raw: Uint8Array;
  readonly json: Json;
}

/** Every span message of a capture, in order of arrival. */
export function readSpans(capture: string): CapturedSpan[] {
  return readCapture(capture).flatMap(({ kind, rpc, raw, json, t, agentId, headers }): CapturedSpan[] => {
    if (kind !== 'message' || raw === undefined) return [];
    if (rpc === '/v1.Span/SendSpan') return [{ t, agentId, headers, raw, json }];
    if (rpc !== '/v1.Span/SendSpanBatch') return [];
    const parts = list(json, 'span');
    return split(raw).map((part, place) => ({ t, agentId, headers, raw: part, json: parts[place] }));
  });
}

function split(batch: Uint8Array): Uint8Array[] {
  const reader = new ProtoReader().reset(batch);
  const parts: Uint8Array[] = [];
  while (reader.next()) parts.push(reader.bytes());
  return parts;
}
