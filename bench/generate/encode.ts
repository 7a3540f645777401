import { annotationKey } from '../../server/src/lib/annotation-key.ts';
import type { Agent } from '../../server/src/store/application.ts';
import { EXCEPTION_CLASS } from './names.ts';
import type { ProtoWriter } from './proto-writer.ts';
import type { Application } from './shop.ts';

const KAFKA_TOPIC = 140;

/** A span id as its halves: sixty-four bits without a BigInt for each. */
export interface Id {
  readonly high: number;
  readonly low: number;
}

export const NO_ID: Id = { high: 0xffff_ffff, low: 0xffff_ffff };

export interface Transaction {
  readonly root: Agent;
  readonly sequence: number;
}

export type Note =
  | { readonly kind: 'sql'; readonly id: number; readonly literals: string; readonly binds: string }
  | { readonly kind: 'url'; readonly url: string; readonly status: number }
  | { readonly kind: 'topic'; readonly topic: string };

export interface Event {
  readonly sequence: number;
  readonly depth: number;
  /** ms after the start of what it belongs to. */
  readonly start: number;
  /** ms */
  readonly elapsed: number;
  readonly type: number;
  readonly api: number;
  readonly note?: Note | undefined;
  readonly endPoint?: string;
  readonly destination?: string;
  readonly next?: Id;
  readonly asyncId?: number;
  readonly exception?: string | undefined;
}

export interface Caller {
  readonly agent: Agent;
  readonly id: Id;
  /** The name by which the caller dialled; of a queue, the topic. */
  readonly host: string;
}

export interface SpanHead {
  readonly id: Id;
  readonly caller: Caller | undefined;
  /** ms since 1970. */
  readonly start: number;
  readonly type: number;
  readonly applicationType: number;
  readonly rpc: string;
  readonly endPoint: string;
  readonly remoteAddress: string;
}

/** PSpan.spanEvent and PSpanChunk.spanEvent. */
export const EVENT_OF_SPAN = 13;
export const EVENT_OF_CHUNK = 5;

/** Appends a PSpanEvent. `before`: the event before it, whose start and depth the wire format leans on. */
export function writeEvent(
  to: ProtoWriter,
  field: number,
  event: Event,
  before: Event | undefined,
  language: Application['language'],
): void {
  const mark = to.enter(field);
  to.int(1, event.sequence)
    .int(2, before?.depth === event.depth ? 0 : event.depth)
    .int(3, event.start - (before?.start ?? 0))
    .int(4, event.elapsed)
    .sint(5, event.type);
  if (event.note !== undefined) writeNote(to, event.note);
  to.sint(10, event.api);
  if (event.exception !== undefined) writeException(to, 11, event.exception);
  // Java's agents say "no next span" with an id of -1, Go's by saying nothing.
  if (event.next !== undefined || event.endPoint !== undefined || language === 'java') writeNext(to, event);
  to.int(13, event.asyncId ?? 0).leave(mark);
}

function writeNext(to: ProtoWriter, { next = NO_ID, endPoint = '', destination = '' }: Event): void {
  const outer = to.enter(12);
  const inner = to.enter(1);
  to.fixed64(1, next.high, next.low).string(2, endPoint).string(3, destination).leave(inner).leave(outer);
}

function writeNote(to: ProtoWriter, note: Note): void {
  if (note.kind === 'sql') writeSql(to, note.id, note.literals, note.binds);
  else if (note.kind === 'topic') writeText(to, KAFKA_TOPIC, note.topic);
  else {
    writeText(to, annotationKey.HTTP_URL, note.url);
    writeInt(to, annotationKey.HTTP_STATUS, note.status);
  }
}

function writeText(to: ProtoWriter, key: number, text: string): void {
  const annotation = to.enter(6);
  to.int(1, key);
  const value = to.enter(2);
  to.string(1, text).leave(value).leave(annotation);
}

function writeInt(to: ProtoWriter, key: number, number: number, field = 6): void {
  const annotation = to.enter(field);
  to.int(1, key);
  const value = to.enter(2);
  to.int(3, number).leave(value).leave(annotation);
}

function writeSql(to: ProtoWriter, id: number, literals: string, binds: string): void {
  const annotation = to.enter(6);
  to.int(1, annotationKey.SQL_ID);
  const value = to.enter(2);
  const triple = to.enter(11);
  to.int(1, id);
  if (literals !== '') to.leave(wrapped(to, 2, literals));
  if (binds !== '') to.leave(wrapped(to, 3, binds));
  to.leave(triple).leave(value).leave(annotation);
}

/** A google.protobuf.StringValue, left open. */
function wrapped(to: ProtoWriter, field: number, text: string): number {
  const mark = to.enter(field);
  to.string(1, text);
  return mark;
}

function writeException(to: ProtoWriter, field: number, message: string): void {
  const exception = to.enter(field);
  to.int(1, EXCEPTION_CLASS);
  to.leave(wrapped(to, 2, message)).leave(exception);
}

function writeTransaction(to: ProtoWriter, { root, sequence }: Transaction): void {
  const mark = to.enter(2);
  to.string(1, root.agentId).int(2, root.startTime).int(3, sequence).leave(mark);
}

/** A whole PSpanMessage with a span; `events` are its events, encoded. */
export function writeSpan(
  to: ProtoWriter,
  transaction: Transaction,
  head: SpanHead,
  events: Uint8Array,
  end: { readonly elapsed: number; readonly failed: boolean; readonly status: number; readonly api: number },
): void {
  const { id, caller } = head;
  const parent = caller?.id ?? NO_ID;
  const message = to.clear().enter(1);
  to.int(1, 1);
  writeTransaction(to, transaction);
  to.fixed64(3, id.high, id.low)
    .fixed64(4, parent.high, parent.low)
    .int(5, head.start)
    .int(6, end.elapsed)
    .int(7, end.api)
    .int(8, head.type);
  const accept = to.enter(9);
  to.string(1, head.rpc).string(2, head.endPoint).string(3, head.remoteAddress);
  if (caller !== undefined) {
    const info = to.enter(4);
    const { name, type } = caller.agent.application;
    to.string(1, name).int(2, type).string(3, caller.host).leave(info);
  }
  to.leave(accept);
  if (end.status !== 0) writeInt(to, annotationKey.HTTP_STATUS, end.status, 10);
  to.sint(12, end.failed ? 1 : 0)
    .raw(events)
    .int(15, head.applicationType)
    .leave(message);
}

/** A whole PSpanMessage with a chunk of asynchronous events. */
export function writeChunk(
  to: ProtoWriter,
  transaction: Transaction,
  head: SpanHead,
  events: Uint8Array,
  async: { readonly id: number; readonly keyTime: number },
): void {
  const message = to.clear().enter(2);
  to.int(1, 1);
  writeTransaction(to, transaction);
  to.fixed64(3, head.id.high, head.id.low)
    .string(4, head.endPoint)
    .raw(events)
    .int(6, head.applicationType)
    .int(7, async.keyTime);
  const local = to.enter(8);
  to.int(1, async.id).int(2, 1).leave(local).leave(message);
}
