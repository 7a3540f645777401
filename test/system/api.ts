import type { AgentView, Refusal } from '../../server/src/query/schema/agent.ts';
import type { ApplicationSummary } from '../../server/src/query/schema/application.ts';
import type { ServerMap } from '../../server/src/query/schema/map.ts';
import type { ScatterHeader } from '../../server/src/query/schema/scatter.ts';
import type { StorageView } from '../../server/src/query/schema/storage.ts';
import type { Trace } from '../../server/src/query/schema/trace.ts';
import type { Transactions } from '../../server/src/query/schema/transaction.ts';
import { unpack } from '../../web/src/parts/trace/unpack.ts';

/** An application as requests name it. */
export interface Named {
  readonly service?: string;
  readonly name: string;
  /** Name of its service type. */
  readonly type: string;
}

/** A stretch of time, ms since 1970; `to` is exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** From two minutes ago to one ahead: all that a test sent. */
export const lately = (): Stretch => ({ from: Date.now() - 120_000, to: Date.now() + 60_000 });

export interface Dot {
  /** ms since 1970. */
  readonly at: number;
  readonly elapsed: number;
  readonly agentId: string;
  readonly failed: boolean;
}

/** What pages ask a running server. */
export class Api {
  readonly #ui: string;

  constructor({ ui }: { readonly ui: string }) {
    this.#ui = ui;
  }

  agents(): Promise<AgentView[]> {
    return this.#get('/agents?stopped=true');
  }

  applications(): Promise<ApplicationSummary[]> {
    return this.#get('/applications');
  }

  storage(): Promise<StorageView> {
    return this.#get('/storage');
  }

  refused(): Promise<Refusal[]> {
    return this.#get('/agents/refused');
  }

  /** Everything that hangs together with an application, up to four steps in every direction unless `more` says else. */
  map(application: Named, range: Stretch, more: Readonly<Record<string, string>> = {}): Promise<ServerMap> {
    const around = { inbound: 4, outbound: 4, bidirectional: 'true', ...more };
    return this.#get(`/server-map?${query(application, range, around)}`);
  }

  transactions(application: Named, range: Stretch, more: Readonly<Record<string, string>> = {}): Promise<Transactions> {
    return this.#get(`/transactions?${query(application, range, { limit: 500, ...more })}`);
  }

  async trace(traceId: string, more: Readonly<Record<string, string>> = {}): Promise<Trace> {
    return unpack(await this.#get(`/traces/${encodeURIComponent(traceId)}?${new URLSearchParams(more)}`));
  }

  async dots(application: Named, range: Stretch): Promise<Dot[]> {
    const response = await this.#fetch(`/scatter?${query(application, range)}`);
    return readDots(Buffer.from(await response.arrayBuffer()));
  }

  async #get<T>(path: string): Promise<T> {
    const answer: T = JSON.parse(await (await this.#fetch(path)).text());
    return answer;
  }

  async #fetch(path: string): Promise<Response> {
    const response = await fetch(`${this.#ui}/api/v1${path}`);
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}

function query({ service, name, type }: Named, { from, to }: Stretch, more: object = {}): URLSearchParams {
  const pairs = { application: `${name}@${type}`, ...(service && { service }), from, to, ...more };
  return new URLSearchParams(Object.entries(pairs).map(([key, value]): [string, string] => [key, String(value)]));
}

/** The columns of server/src/query/schema/scatter.ts, read by its words and not by its code. */
function readDots(bytes: Buffer): Dot[] {
  const size = bytes.readUInt32LE(0);
  const { from, count, agents }: ScatterHeader = JSON.parse(bytes.toString('utf8', 4, 4 + size));
  const column = (place: number): number => 4 + size + place * count;
  return Array.from({ length: count }, (_, dot) => ({
    at: from + bytes.readUInt32LE(column(0) + dot * 4),
    elapsed: bytes.readUInt32LE(column(4) + dot * 4),
    agentId: agents[bytes.readUInt16LE(column(8) + dot * 2)]?.agentId ?? '',
    failed: (bytes.readUInt8(column(10) + dot) & 1) === 1,
  }));
}
