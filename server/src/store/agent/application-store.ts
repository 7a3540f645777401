import type { Kv } from '../../kv/kv.ts';
import { type Bytes, hex } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { type Application, applicationHash, applicationKey } from '../application.ts';
import { openValue, versioned } from '../value.ts';
import { applicationPartition, applicationTable } from './keys.ts';

const VERSION = 1;

/**
 * Which application a hash in a key stands for. An application is known here before its first span is stored, so
 * every key can be read; a second application with the same hash is refused.
 */
export class ApplicationStore {
  readonly #kv: Kv;
  readonly #known = new Map<string, Application>();

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** Makes sure that the application can be found by its hash; resolves when that is durable. */
  async ensure(application: Application): Promise<void> {
    const hash = applicationHash(application);
    const known = await this.byHash(hash);
    if (known === undefined) {
      const { service, name, type } = application;
      const put = versioned(VERSION).string(service).string(name).signed(type).take();
      await this.#kv.write([{ table: applicationTable, partition: applicationPartition, sort: hash, put }]);
      this.#known.set(hex(hash), application);
    } else if (applicationKey(known) !== applicationKey(application)) {
      throw new Failure(
        'HEADER_INVALID',
        `${application.name} has the same hash as ${known.name}; choose another name`,
      );
    }
  }

  async byHash(hash: Bytes): Promise<Application | undefined> {
    const known = this.#known.get(hex(hash));
    if (known !== undefined) return known;
    const value = await this.#kv.get({ table: applicationTable, partition: applicationPartition, sort: hash });
    if (value === undefined) return undefined;
    const application = decode(value);
    this.#known.set(hex(hash), application);
    return application;
  }

  async all(): Promise<Application[]> {
    const applications: Application[] = [];
    for await (const { value } of this.#kv.scan({ table: applicationTable, partition: applicationPartition })) {
      applications.push(decode(value));
    }
    return applications;
  }
}

function decode(value: Bytes): Application {
  const from = openValue(value, VERSION);
  return { service: from.string(), name: from.string(), type: from.signed() };
}
