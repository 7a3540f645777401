import type { Kv, Op, Table } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { dayOf, type Millis } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import type { Agent } from '../application.ts';
import { versioned } from '../value.ts';
import type { WriterId } from '../writer-id.ts';
import { errorTable, statTable } from './keys.ts';

const VERSION = 1;

/** Statistics, URI statistics and exceptions as agents sent them. Value: `[version:1][agentId][startTime:8][message]`. */
export class RawStore {
  readonly #kv: Kv;
  readonly #writer: WriterId;
  readonly #key = new Writer(64);
  #sequence = 0;

  constructor(kv: Kv, writer: WriterId) {
    this.#kv = kv;
    this.#writer = writer;
  }

  stat(agent: Agent, receivedAt: Millis, message: Bytes): Promise<void> {
    const partition = this.#key.string(agent.agentId).f64(agent.startTime).take();
    return this.#kv.write([this.#row(statTable, partition, agent, receivedAt, message)]);
  }

  exception(agent: Agent, receivedAt: Millis, message: Bytes): Promise<void> {
    const partition = this.#key.string(agent.application.service).string(agent.application.name).take();
    return this.#kv.write([this.#row(errorTable, partition, agent, receivedAt, message)]);
  }

  #row(table: Table, partition: Bytes, agent: Agent, receivedAt: Millis, message: Bytes): Op {
    this.#sequence = (this.#sequence + 1) >>> 0;
    const sort = this.#key.u48(receivedAt).bytes(this.#writer).u32(this.#sequence).take();
    const put = versioned(VERSION, message.length + 64)
      .string(agent.agentId)
      .f64(agent.startTime)
      .bytes(message)
      .take();
    return { table, day: dayOf(receivedAt), partition, sort, put };
  }
}
