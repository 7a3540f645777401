import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  PAnnotationSchema,
  PNextEventSchema,
  PParentInfoSchema,
  PSpanEventSchema,
  PSpanMessageSchema,
} from '@finepoint/wire';
import { Dictionary } from './dictionary.ts';
import type { Language } from './language/language.ts';
import { languages } from './language/languages.ts';
import type { Metadata, SpanMessage } from './outgoing.ts';
import type { Part } from './part.ts';
import type { Next, Note, SpanEvent } from './recorder.ts';
import type { Agent } from './roster.ts';
import type { Span } from './span.ts';

type Annotation = MessageInitShape<typeof PAnnotationSchema>;

/** How an absent next span is written by agents that always write the field. */
const none = -1n;

/** Writes parts as the messages of one agent, with the ids that it has given. */
export class Encoder {
  readonly #language: Language;
  readonly #dictionary: Dictionary;

  constructor(agent: Agent) {
    this.#language = languages[agent.application.language];
    this.#dictionary = new Dictionary(this.#language);
  }

  /** The message, and the metadata that it refers to for the first time: to be sent before it. */
  encode(part: Part): { readonly metadata: readonly Metadata[]; readonly message: SpanMessage } {
    const message = part.kind === 'span' ? this.#span(part) : this.#chunk(part);
    return { metadata: this.#dictionary.takeUntold(), message };
  }

  #span({ span, events }: Part): MessageInitShape<typeof PSpanMessageSchema> {
    return {
      field: {
        case: 'span',
        value: {
          ...this.#common(span),
          parentSpanId: span.parent?.spanId ?? none,
          startTime: BigInt(span.start),
          elapsed: span.end - span.start,
          apiId: this.#dictionary.api(span.api),
          serviceType: span.type,
          acceptEvent: { rpc: span.rpc, endPoint: span.endPoint, remoteAddr: span.remoteAddr, ...this.#parent(span) },
          annotation: span.notes.map((note) => this.#annotation(note)),
          err: span.error,
          spanEvent: this.#events(events, span.start, span),
        },
      },
    };
  }

  #chunk({ span, events, asyncId }: Part): MessageInitShape<typeof PSpanMessageSchema> {
    const keyTime = events[0]?.start ?? span.start;
    return {
      field: {
        case: 'spanChunk',
        value: {
          ...this.#common(span),
          ...(this.#language.name === 'java' && { endPoint: span.endPoint }),
          keyTime: BigInt(keyTime),
          spanEvent: this.#events(events, keyTime, span),
          ...(asyncId !== undefined && { localAsyncId: { asyncId, sequence: 1 } }),
        },
      },
    };
  }

  #common({ transaction, spanId }: Span) {
    return {
      version: 1,
      transactionId: {
        agentId: transaction.agentId,
        agentStartTime: BigInt(transaction.startTime),
        sequence: BigInt(transaction.sequence),
      },
      spanId,
      applicationServiceType: this.#language.applicationType,
    };
  }

  #parent({ parent, acceptorHost }: Span): { parentInfo?: MessageInitShape<typeof PParentInfoSchema> } {
    if (parent === undefined) return this.#language.fillsEmptyFields ? { parentInfo: {} } : {};
    const { application } = parent.agent;
    return {
      parentInfo: {
        parentApplicationName: application.name,
        parentApplicationType: languages[application.language].applicationType,
        acceptorHost: acceptorHost ?? parent.acceptorHost ?? '',
        parentServiceName: application.service ?? '',
      },
    };
  }

  /** Starts count from the event before, and a depth of 0 says that it is that of the event before. */
  #events(events: readonly SpanEvent[], from: number, span: Span): MessageInitShape<typeof PSpanEventSchema>[] {
    return events.map((event, at) => {
      const before = events[at - 1];
      return {
        sequence: event.sequence,
        depth: event.depth === before?.depth ? 0 : event.depth,
        startElapsed: event.start - (before?.start ?? from),
        endElapsed: event.end - event.start,
        serviceType: event.type,
        annotation: [...event.notes.map((note) => this.#annotation(note)), ...this.#chainNote(event, span)],
        apiId: event.api === undefined ? 0 : this.#dictionary.api(event.api),
        asyncEvent: event.asyncId ?? 0,
        ...this.#exceptionInfo(event),
        ...this.#next(event.next),
      };
    });
  }

  #next(next: Next | undefined): { nextEvent?: MessageInitShape<typeof PNextEventSchema> } {
    if (next === undefined && !this.#language.fillsEmptyFields) return {};
    const nextSpanId = next?.spanId ?? (this.#language.fillsEmptyFields ? none : 0n);
    const value = { nextSpanId, endPoint: next?.endPoint ?? '', destinationId: next?.destinationId ?? '' };
    return { nextEvent: { field: { case: 'messageEvent', value } } };
  }

  #exceptionInfo({ thrown, tells }: SpanEvent) {
    if (thrown === undefined || tells !== true) return {};
    const { className, message } = thrown.mishap;
    // The collector-agent knows no class names.
    const intValue = this.#dictionary.text(this.#language.name === 'php' ? 'ERR' : className);
    return { exceptionInfo: { intValue, stringValue: message } };
  }

  /** Ties an event to the exception that passed through it. The collector-agent of PHP tells of none. */
  #chainNote({ thrown }: SpanEvent, span: Span): readonly Annotation[] {
    if (thrown === undefined || this.#language.name === 'php') return [];
    return [{ key: -52, value: { field: { case: 'longValue', value: this.#dictionary.exception(thrown, span) } } }];
  }

  #annotation(note: Note): Annotation {
    if ('sql' in note) return this.#sqlNote(note);
    if ('text' in note) return { key: note.key, value: { field: { case: 'stringValue', value: note.text } } };
    if ('int' in note) return { key: note.key, value: { field: { case: 'intValue', value: note.int } } };
    const value = {
      longValue: BigInt(note.received),
      intValue1: note.code,
      intValue2: note.micros,
      byteValue1: -1,
      byteValue2: -1,
    };
    return { key: note.key, value: { field: { case: 'longIntIntByteByteStringValue', value } } };
  }

  #sqlNote({ sql, literals, binds, byUid }: Extract<Note, { readonly sql: string }>): Annotation {
    const texts = {
      ...(literals !== '' && { stringValue1: literals }),
      ...(binds !== '' && { stringValue2: binds }),
    };
    if (byUid) {
      const value = { bytesValue: this.#dictionary.sqlUid(sql), ...texts };
      return { key: 25, value: { field: { case: 'bytesStringStringValue', value } } };
    }
    const value = { intValue: this.#dictionary.sql(sql), ...texts };
    return { key: 20, value: { field: { case: 'intStringStringValue', value } } };
  }
}
