import type { Agent } from '../../server/src/store/application.ts';

/** Place of the newest entry of HPACK's dynamic table (RFC 7541 §2.3.3): behind the static one. */
const NEWEST = 62;

/** The headers of a Java agent's calls, in its order. */
export function headersOf(agent: Agent, path: string, port: number): readonly (readonly [string, string])[] {
  return [
    [':authority', `127.0.0.1:${port}`],
    [':path', path],
    [':method', 'POST'],
    [':scheme', 'http'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
    ['user-agent', 'grpc-java-netty/1.75.0'],
    ['agentid', agent.agentId],
    ['applicationname', agent.application.name],
    ['servicetype', String(agent.application.type)],
    ['starttime', String(agent.startTime)],
    ['protocol.version', '100'],
    ['agentname', agent.agentName],
    ['grpc-accept-encoding', 'gzip'],
  ];
}

/**
 * Encodes the same headers again and again for one connection, as gRPC libraries do: whole the first time, which puts
 * them into the peer's table, and a byte each from then on. A timeout differs from call to call and is never in it.
 */
export class HeaderBlock {
  readonly #headers: readonly (readonly [string, string])[];
  readonly #timeout: string | undefined;
  #known = false;

  constructor(headers: readonly (readonly [string, string])[], timeout?: string) {
    this.#headers = headers;
    this.#timeout = timeout;
  }

  next(): Buffer {
    const pieces = this.#known
      ? [this.#indexed()]
      : this.#headers.flatMap(([name, value]) => literal(0x40, name, value));
    this.#known = true;
    if (this.#timeout !== undefined) pieces.push(...literal(0, 'grpc-timeout', this.#timeout));
    return Buffer.concat(pieces);
  }

  #indexed(): Buffer {
    const { length } = this.#headers;
    return Buffer.from(this.#headers.map((_, at) => 0x80 | (NEWEST + length - 1 - at)));
  }
}

/** A header in plain text; `first` says whether the peer is to remember it. Names and values are short here. */
const literal = (first: number, name: string, value: string): Buffer[] => [
  Buffer.from([first, name.length]),
  Buffer.from(name, 'latin1'),
  Buffer.from([value.length]),
  Buffer.from(value, 'latin1'),
];
