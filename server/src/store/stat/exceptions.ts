import type { Kv } from '../../kv/kv.ts';
import type { Bytes } from '../../lib/bytes.ts';
import { type Day, dayOf, type Millis } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import type { Application } from '../application.ts';
import { openValue } from '../value.ts';
import { errorTable } from './keys.ts';

/** A PExceptionMetaData as an agent sent it. */
export interface SentException {
  readonly agentId: string;
  readonly startTime: number;
  readonly message: Bytes;
}

const VERSION = 1;

/** Exceptions with their stacks, as agents sent them. */
export class ExceptionReader {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** What the agents of an application sent from `from` to before `to` (the collector's time), oldest first. */
  async *read({ service, name }: Application, from: Millis, to: Millis): AsyncIterable<SentException> {
    const partition = new Writer(64).string(service).string(name).take();
    const range = { from: new Writer(8).u48(from).take(), to: new Writer(8).u48(to).take() };
    for (let day = dayOf(from); day <= dayOf(to); day = (day + 1) as Day) {
      for await (const { value } of this.#kv.scan({ table: errorTable, day, partition }, range)) {
        const reader = openValue(value, VERSION);
        yield { agentId: reader.string(), startTime: reader.f64(), message: reader.rest() };
      }
    }
  }
}
