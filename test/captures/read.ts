import { readFileSync } from 'node:fs';

/** What one call of a recorded agent did, in order of arrival. Every call opens; a unary call is open, message, half-close. */
export interface CapturedCall {
  /** ms since the recording began. */
  readonly t: number;
  readonly port: 'agent' | 'stat' | 'span';
  /** Such as `/v1.Span/SendSpan`. */
  readonly rpc: string;
  readonly connection: number;
  /** HTTP/2 stream id: one call of its connection. */
  readonly stream: number;
  readonly agentId: string;
  /** Of the call, as they were when it opened. */
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: 'open' | 'message' | 'half-close' | 'close';
  /** Of a message: the protobuf bytes without the gRPC frame. */
  readonly raw: Uint8Array | undefined;
  /** Of a message: decoded. 64-bit numbers are strings, bytes base64, default values absent. Not every message has it. */
  readonly json: unknown;
  /** Of a close: the HTTP/2 error code, 0 when it ended well. */
  readonly rst: number | undefined;
}

/** A line of either format: `json` and base64 `raw`, or (Node.js agent) `msg` and `hex`. */
interface Line {
  readonly t: number;
  readonly ev: string;
  readonly dir?: 'in' | 'out';
  readonly port?: number | 'agent' | 'stat' | 'span';
  readonly rpc?: string;
  readonly conn?: number;
  readonly sess?: number;
  readonly stream?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly msg?: unknown;
  readonly raw?: string;
  readonly hex?: string;
  readonly rst?: number;
}

type Call = Pick<CapturedCall, 'port' | 'rpc' | 'connection' | 'stream' | 'agentId' | 'headers'>;

/** What the agents of a recording sent. `name` is a folder with an events.jsonl, such as `java-agent/v4-stream`. */
export function readCapture(name: string): CapturedCall[] {
  const lines = readFileSync(new URL(`${name}/events.jsonl`, import.meta.url), 'utf8').trim().split('\n');
  const calls = new Map<string, Call>();
  const captured: CapturedCall[] = [];
  for (const text of lines) {
    const line = JSON.parse(text) as Line;
    if (line.rpc === undefined || line.dir === 'out' || line.ev === 'sent-cmd') continue;
    const id = `${line.conn ?? line.sess}/${line.stream}`;
    if (line.headers !== undefined) calls.set(id, callOf(line, line.headers));
    const call = calls.get(id);
    if (call === undefined) throw new Error(`${name}: a ${line.ev} before its call opened, at ${line.t} ms`);
    for (const kind of kindsOf(line)) captured.push({ ...call, t: line.t, kind, ...contentOf(line, kind) });
  }
  return captured;
}

function callOf(line: Line, headers: Record<string, string>): Call {
  return {
    port: typeof line.port === 'number' ? portOf(line.port) : (line.port ?? 'agent'),
    rpc: line.rpc ?? '',
    connection: line.conn ?? line.sess ?? 0,
    stream: line.stream ?? 0,
    agentId: headers['agentid'] ?? '',
    headers,
  };
}

/** The recording collectors listened on …1, …2 and …3. */
const portOf = (port: number): CapturedCall['port'] => (['agent', 'stat', 'span'] as const)[(port % 10) - 1] ?? 'agent';

function kindsOf(line: Line): readonly CapturedCall['kind'][] {
  switch (line.ev) {
    case 'open':
    case 'call':
      return ['open'];
    case 'msg':
      // Unary calls of the first format are one line, with their headers on the message.
      return line.headers === undefined ? ['message'] : ['open', 'message', 'half-close'];
    case 'half-close':
      return ['half-close'];
    case 'close':
    case 'stream-close':
      return ['close'];
    default:
      throw new Error(`a line of an unknown kind: ${line.ev}`);
  }
}

function contentOf(line: Line, kind: CapturedCall['kind']): Pick<CapturedCall, 'raw' | 'json' | 'rst'> {
  if (kind === 'close') return { raw: undefined, json: undefined, rst: line.rst };
  if (kind !== 'message') return { raw: undefined, json: undefined, rst: undefined };
  const raw = line.hex === undefined ? Buffer.from(line.raw ?? '', 'base64') : Buffer.from(line.hex, 'hex');
  return { raw: Uint8Array.from(raw), json: line.json ?? line.msg, rst: undefined };
}
