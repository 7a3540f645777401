import { annotationKey } from '../lib/annotation-key.ts';
import { hex, unhex } from '../lib/bytes.ts';
import { type Agent, agentKey } from '../store/application.ts';
import type { MetadataStore } from '../store/metadata/store.ts';
import type { Annotation, Received, SpanEvent, Thrown } from '../store/span/span.ts';
import type { NameSource } from './trace/names.ts';

/** Cached arguments: annotations whose value is the id of a string (server.md §5.2). */
const isCached = (key: number): boolean => key <= -30 && key >= -40;

/** Where names are looked up; undefined where one has not come. */
export type NameStore = Pick<MetadataStore, 'api' | 'sql' | 'string'>;

/** Looks up every name that these messages refer to, each once, so that a trace can be shown without waiting. */
export async function namesOf(received: readonly Received[], store: NameStore): Promise<NameSource> {
  const wanted = new Wanted();
  for (const { agent, message } of received) {
    if (message.kind === 'span') {
      wanted.api(agent, message.apiId);
      wanted.more(agent, message.annotations, message.exception);
    }
    for (const event of message.events) wanted.event(agent, event);
  }
  const [apis, sqls, strings] = await Promise.all([
    resolve(wanted.apis, ({ agent, id }) => store.api(agent, id)),
    resolve(wanted.sqls, ({ agent, id }) => store.sql(agent, typeof id === 'number' ? id : unhex(id))),
    resolve(wanted.strings, ({ agent, id }) => store.string(agent, id)),
  ]);
  return {
    api: (agent, id) => apis.get(keyOf(agent, id)),
    sql: (agent, id) => sqls.get(keyOf(agent, id)),
    sqlUid: (agent, uid) => sqls.get(keyOf(agent, uid)),
    string: (agent, id) => strings.get(keyOf(agent, id)),
  };
}

interface Reference<Id> {
  readonly agent: Agent;
  readonly id: Id;
}

const keyOf = (agent: Agent, id: number | string): string => `${agentKey(agent)} ${id}`;

class Wanted {
  readonly apis = new Map<string, Reference<number>>();
  readonly sqls = new Map<string, Reference<number | string>>();
  readonly strings = new Map<string, Reference<number>>();

  event(agent: Agent, event: SpanEvent): void {
    this.api(agent, event.apiId);
    this.more(agent, event.annotations, event.exception);
  }

  api(agent: Agent, id: number): void {
    if (id !== 0) this.apis.set(keyOf(agent, id), { agent, id });
  }

  more(agent: Agent, annotations: readonly Annotation[], exception: Thrown | undefined): void {
    if (exception !== undefined) this.#string(agent, exception.classId);
    for (const { key, value } of annotations) {
      if (key === annotationKey.SQL_ID && value.type === 'intStringString') this.#sql(agent, value.int);
      else if (key === annotationKey.SQL_UID && value.type === 'bytesStringString') this.#sql(agent, hex(value.bytes));
      else if (isCached(key) && value.type === 'int') this.#string(agent, value.value);
    }
  }

  #sql(agent: Agent, id: number | string): void {
    this.sqls.set(keyOf(agent, id), { agent, id });
  }

  #string(agent: Agent, id: number): void {
    this.strings.set(keyOf(agent, id), { agent, id });
  }
}

async function resolve<R, T>(
  wanted: ReadonlyMap<string, R>,
  look: (reference: R) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  await Promise.all(
    [...wanted].map(async ([key, reference]) => {
      const name = await look(reference);
      if (name !== undefined) found.set(key, name);
    }),
  );
  return found;
}
