import type { Kv } from '../../kv/kv.ts';
import { type Bytes, hex } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { Reader } from '../../lib/reader.ts';
import { type Clock, type Day, dayOf, monthStart } from '../../lib/time.ts';
import type { Agent } from '../application.ts';
import { decodeJson, encodeJson } from '../json.ts';
import { openValue, versioned } from '../value.ts';
import type { WriterId } from '../writer-id.ts';
import { agentPartition, agentSort, agentTable, kind } from './keys.ts';

/** What one collector process knows of an agent; put again every few seconds while it changes. */
export interface Presence {
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Open ping sessions; 0 after the last one ended. */
  readonly sessions: number;
  /** When the agent ended its last ping session itself; 0 if it has not. */
  readonly leftAt: number;
  readonly received: number;
  readonly stored: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** ms for which its streams were not read because the server was full. Rows of earlier versions have none. */
  readonly paused?: number;
  /** When something was last rejected, or held back for long, and why; 0 if never. */
  readonly lostAt?: number;
  readonly lostReason?: string;
}

/** An agent as it is stored: what it told of itself, and what each collector process knows of it. */
export interface AgentRecord {
  readonly agent: Agent;
  /** Bytes of its last PAgentInfo; undefined until one came. */
  readonly info: Bytes | undefined;
  /** By the hexadecimal writer id of the collector process. */
  readonly presence: ReadonlyMap<string, Presence>;
}

const VERSION = 1;

/** Keeps what this collector process knows of agents. */
export class AgentStore {
  readonly #kv: Kv;
  readonly #writer: WriterId;
  readonly #clock: Clock;

  constructor(kv: Kv, writer: WriterId, clock: Clock) {
    this.#kv = kv;
    this.#writer = writer;
    this.#clock = clock;
  }

  async saw(agent: Agent): Promise<void> {
    const { application, agentName } = agent;
    await this.#put(agentSort(agent, kind.IDENTITY), encodeJson(VERSION, { agentName, type: application.type }));
  }

  /** Keeps what an agent told of itself; the last one wins. */
  async tell(agent: Agent, info: Bytes): Promise<void> {
    await this.#put(agentSort(agent, kind.INFO), versioned(VERSION).bytes(info).take());
  }

  async present(agent: Agent, presence: Presence): Promise<void> {
    await this.#put(agentSort(agent, kind.PRESENCE, this.#writer), encodeJson(VERSION, presence));
  }

  #put(sort: Bytes, put: Bytes): Promise<void> {
    return this.#kv.write([{ table: agentTable, day: dayOf(this.#clock()), partition: agentPartition, sort, put }]);
  }
}

/** Reads what every collector process knows of agents. */
export class AgentReader {
  readonly #kv: Kv;
  readonly #clock: Clock;

  constructor(kv: Kv, clock: Clock) {
    this.#kv = kv;
    this.#clock = clock;
  }

  /** Every agent of this month and the one before, in the order of service, application and agent id. */
  async all(): Promise<AgentRecord[]> {
    const thisMonth = monthStart(dayOf(this.#clock()));
    const records = new Map<string, MutableRecord>();
    for (const day of [monthStart((thisMonth - 1) as Day), thisMonth]) {
      for await (const { sort, value } of this.#kv.scan({ table: agentTable, day, partition: agentPartition })) {
        readRow(sort, value, records);
      }
    }
    return [...records.values()].map((record) => ({ ...record, agent: { ...record.agent } }));
  }
}

interface MutableRecord {
  agent: Agent;
  info: Bytes | undefined;
  presence: Map<string, Presence>;
}

/** Adds a row to the record of its agent; later months come later and win. */
function readRow(sort: Bytes, value: Bytes, records: Map<string, MutableRecord>): void {
  const from = new Reader(sort);
  const [service, name, agentId, startTime] = [from.string(), from.string(), from.string(), from.f64()];
  const unnamed = { application: { service, name, type: -1 }, agentId, agentName: agentId, startTime };
  const record = getOrMake(records, hex(sort.subarray(0, from.at)), () => ({
    agent: unnamed,
    info: undefined,
    presence: new Map(),
  }));
  switch (from.u8()) {
    case kind.IDENTITY: {
      const { agentName, type } = decodeJson(value, VERSION, isIdentity);
      record.agent = { ...record.agent, agentName, application: { service, name, type } };
      return;
    }
    case kind.INFO:
      record.info = openValue(value, VERSION).rest();
      return;
    case kind.PRESENCE:
      record.presence.set(hex(from.rest()), decodeJson(value, VERSION, isPresence));
      return;
    default:
      throw new Failure('STORE_TOO_NEW', 'a kind of agent row');
  }
}

const isObject = (json: unknown): json is Record<string, unknown> => typeof json === 'object' && json !== null;

const isIdentity = (json: unknown): json is { agentName: string; type: number } =>
  isObject(json) && typeof json.agentName === 'string' && typeof json.type === 'number';

const isPresence = (json: unknown): json is Presence =>
  isObject(json) &&
  ['firstSeen', 'lastSeen', 'sessions', 'leftAt', 'received', 'stored'].every((key) => typeof json[key] === 'number') &&
  isObject(json.rejected);
