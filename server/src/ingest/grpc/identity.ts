import { Failure } from '../../lib/failure.ts';
import { type Agent, DEFAULT_SERVICE } from '../../store/application.ts';
import type { Headers } from '../http2/hpack.ts';

/** What an agent says of itself in the headers of every call (protocol.md §1.3). */
export type Identity = Agent;

const ID = /^[a-zA-Z0-9._-]+$/;
const AGENT_ID_LIMIT = 24;
const NAME_LIMIT = 254;
const AGENT_NAME_LIMIT = 255;

/** `protocol.version` of agents that name their service; anything else is read as version 1. */
const V4 = '400';

const UNDEFINED_TYPE = -1;

/**
 * The identity in the headers of a call. Throws HEADER_INVALID with the header's name and what is wrong with it, in
 * words that help in the agent's log, where gRPC shows them.
 */
export function readIdentity(headers: Headers): Identity {
  const agentId = required(headers, 'agentid', AGENT_ID_LIMIT);
  const name = required(headers, 'applicationname', NAME_LIMIT);
  const startTime = readStartTime(headers);
  const agentName = optional(headers, 'agentname', AGENT_NAME_LIMIT) ?? agentId;
  const service =
    header(headers, 'protocol.version') === V4 ? required(headers, 'servicename', NAME_LIMIT) : DEFAULT_SERVICE;
  return { application: { service, name, type: readType(headers) }, agentId, agentName, startTime };
}

/** The number of a ping session; -1 where the agent sends none. */
export const readSocketId = (headers: Headers): number => {
  const text = header(headers, 'socketid');
  return /^\d{1,15}$/.test(text) ? Number(text) : -1;
};

/** The commands an agent takes, or undefined where it does not say: then it says them in a first message. */
export function readCommands(headers: Headers): readonly number[] | undefined {
  const text = header(headers, 'supportcommandcode');
  return text === '' ? undefined : text.split(';').map(Number).filter(Number.isInteger);
}

/** Whether failed metadata is to be answered with UNAVAILABLE, for gRPC's own retry to see. */
export const retriesByStatus = (headers: Headers): boolean => header(headers, 'grpc.built-in.retry') === 'true';

function readStartTime(headers: Headers): number {
  const text = header(headers, 'starttime');
  if (text === '') throw new Failure('HEADER_INVALID', 'starttime is missing');
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(value)) {
    throw new Failure('HEADER_INVALID', `starttime is not a number of milliseconds: ${shown(text)}`);
  }
  return value;
}

function readType(headers: Headers): number {
  const text = header(headers, 'servicetype');
  const value = Number(text);
  return /^-?\d{1,5}$/.test(text) && value <= 0x7fff ? value : UNDEFINED_TYPE;
}

function required(headers: Headers, name: string, limit: number): string {
  const value = optional(headers, name, limit);
  if (value === undefined) throw new Failure('HEADER_INVALID', `${name} is missing`);
  return value;
}

function optional(headers: Headers, name: string, limit: number): string | undefined {
  const value = header(headers, name);
  if (value === '') return undefined;
  if (value.length > limit) {
    throw new Failure('HEADER_INVALID', `${name} has ${value.length} characters; the limit is ${limit}`);
  }
  if (!ID.test(value)) {
    throw new Failure('HEADER_INVALID', `${name} may have letters, digits, '.', '_' and '-' only: ${shown(value)}`);
  }
  return value;
}

/** A header's text; empty where there is none. */
export const header = (headers: Headers, name: string): string => headers.get(name) ?? '';

/** What came, short and printable: the answer's text must be so. */
const shown = (text: string): string => JSON.stringify(text.slice(0, 40)).replace(/[^\x20-\x7e]/g, '?');
