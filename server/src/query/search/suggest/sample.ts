import { annotationKey, annotationName } from '../../../lib/annotation-key.ts';
import { getOrMake } from '../../../lib/get-or-make.ts';
import type { Received, Span, SpanEvent } from '../../../store/span/span.ts';
import { type NameStore, namesOf } from '../../names.ts';
import { format, formatAttribute } from '../../trace/detail.ts';
import { httpStatus } from '../match/known.ts';

/** Values of a field, each with how often it was seen. */
export type Values = ReadonlyMap<string, number>;

/** What recent spans hold: values by the key that a query names them by. */
export interface Sample {
  readonly fields: ReadonlyMap<string, Values>;
  readonly tags: ReadonlyMap<string, Values>;
}

const KEYS = 200;
const VALUES = 100;
/** Longer values are nobody's to choose from a list. */
const LENGTH = 160;

/** Annotations that stand for something else, or are no words. */
const notTags: ReadonlySet<number> = new Set([
  annotationKey.SQL_ID,
  annotationKey.SQL,
  annotationKey.SQL_UID,
  annotationKey.SQL_BIND,
  annotationKey.API,
  annotationKey.PROXY_HTTP_HEADER,
  annotationKey.MONGO_JSON_DATA,
  annotationKey.EXCEPTION_CHAIN_ID,
]);

/** What messages hold, bounded whatever they hold. */
export async function sampleOf(messages: readonly Received[], store: NameStore): Promise<Sample> {
  const fields = new Counts();
  const tags = new Counts();
  for (const received of messages) {
    fields.add('agent', received.agent.agentName);
    const { message } = received;
    if (message.kind === 'span') {
      addSpan(message, fields);
      addTags(message, tags);
    }
    for (const event of message.events) {
      fields.add('callee', event.destinationId);
      addTags(event, tags);
    }
  }
  await addExceptions(messages, store, fields);
  return { fields: fields.all, tags: tags.all };
}

function addSpan(span: Span, fields: Counts): void {
  fields.add('endpoint', span.rpc);
  fields.add('remote', span.remoteAddress);
  fields.add('caller', span.parent?.name ?? '');
  const status = httpStatus(span);
  if (status !== undefined) fields.add('status', String(status));
}

function addTags({ annotations, attributes }: Span | SpanEvent, tags: Counts): void {
  for (const annotation of annotations) {
    // Arguments and unregistered ones have no name that anybody knows.
    if (annotation.key < 0 || notTags.has(annotation.key)) continue;
    const name = annotationName(annotation.key);
    if (/^\S+$/.test(name)) tags.add(name, format(annotation));
  }
  for (const { key, value } of attributes) tags.add(key, formatAttribute(value));
}

async function addExceptions(messages: readonly Received[], store: NameStore, fields: Counts): Promise<void> {
  const failed = messages.filter(
    ({ message }) =>
      (message.kind === 'span' && message.exception !== undefined) ||
      message.events.some(({ exception }) => exception !== undefined),
  );
  const names = await namesOf(failed, store);
  for (const { agent, message } of failed) {
    const all = message.kind === 'span' ? [message, ...message.events] : message.events;
    for (const { exception } of all)
      if (exception) fields.add('exception', names.string(agent, exception.classId) ?? '');
  }
}

class Counts {
  readonly #all = new Map<string, Map<string, number>>();

  get all(): ReadonlyMap<string, Values> {
    return this.#all;
  }

  add(key: string, value: string): void {
    if (value === '' || value.length > LENGTH || key === '' || key.length > LENGTH) return;
    if (!this.#all.has(key) && this.#all.size >= KEYS) return;
    const values = getOrMake(this.#all, key, () => new Map<string, number>());
    if (!values.has(value) && values.size >= VALUES) return;
    values.set(value, (values.get(value) ?? 0) + 1);
  }
}
