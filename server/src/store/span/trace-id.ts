import type { TraceId } from './span.ts';

const PINPOINT = /^([^^]{1,255})\^(-?\d{1,20})\^(-?\d{1,20})(?:\^[^^]*)?$/;
const W3C = /^[0-9a-f]{32}$/i;
const NO_TRACE = '0'.repeat(32);

/**
 * The canonical name of a trace that a person or another program wrote: `agentId^startTime^sequence` with plain
 * decimal numbers (a fourth field, which some agents append, is dropped), or 32 hexadecimal digits in lower case.
 * Undefined when it is neither.
 */
export function parseTraceId(text: string): TraceId | undefined {
  if (W3C.test(text)) return text === NO_TRACE ? undefined : (text.toLowerCase() as TraceId);
  const [, agentId, startTime, sequence] = PINPOINT.exec(text) ?? [];
  if (agentId === undefined || startTime === undefined || sequence === undefined) return undefined;
  return pinpointTraceId(agentId, decimal(startTime), decimal(sequence));
}

/** An `agentId` with `^` in it would make two traces of one: it must not come here. */
export const pinpointTraceId = (agentId: string, startTime: string, sequence: string): TraceId =>
  `${agentId}^${startTime}^${sequence}` as TraceId;

const decimal = (digits: string): string => String(BigInt(digits));
