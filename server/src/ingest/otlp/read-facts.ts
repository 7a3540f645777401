import type { Bytes } from '../../lib/bytes.ts';
import { Failure } from '../../lib/failure.ts';
import { hash64 } from '../../lib/hash.ts';
import type { Interner } from '../../lib/interner.ts';
import type { ProtoReader } from '../../lib/protobuf.ts';
import { serviceType, typeOf } from '../../lib/service-type.ts';
import type { SpanFacts } from '../../store/span/facts.ts';
import { elapsedOf, STATUS_ERROR } from '../../store/span/otlp/otlp-span.ts';
import {
  CALLEE_HOST,
  CALLEE_NAME,
  CALLEE_PORT,
  CLIENT,
  callType,
  hostAndPort,
  isHop,
  kindOf,
  OWN_HOST,
  OWN_PORT,
  parentOf,
  queueType,
  SLOTS,
  slot,
} from '../../store/span/otlp/semantics.ts';
import type { ValuePolicy } from '../mask/fields.ts';
import { AttributeNames, type Meaning, masks } from './attribute-names.ts';
import { maskText } from './mask.ts';

/** What a text of a span may be long to serve as a name on the map; a longer one is cut. */
const NAME_LIMIT = 512;

const NOTHING: Meaning = { slot: 0, mask: masks.NOTHING };

const LETTER_P = 0x70;
const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;
const HASH = 0x23;
const AT = 0x40;

/** Ids of a span in words: what its calls, or its caller, name it by. */
export class SpanIds {
  high = 0;
  low = 0;
  parentHigh = 0;
  parentLow = 0;

  get hasParent(): boolean {
    return this.parentHigh !== 0 || this.parentLow !== 0;
  }
}

/**
 * Reads from the bytes of an OTLP Span what the indexes need, and masks in place what must not be stored. Nothing is
 * allocated for a span once the names that it uses are known. Throws Failure (MESSAGE_INVALID) and nothing else.
 */
export class OtlpFactsReader {
  readonly #policy: ValuePolicy;
  readonly #names = new AttributeNames();
  /** Numbers of texts, by slot. */
  readonly #told = new Int32Array(SLOTS);
  #texts: Interner | undefined;
  /** What texts mean, by their numbers: made once for each. */
  #types = new Map<number, number>();
  #hosts = new Map<number, number>();
  #startHigh = 0;
  #startLow = 0;

  constructor(policy: ValuePolicy) {
    this.#policy = policy;
  }

  /** Fills `facts` and `ids` from the span that `reader` stands in; agent, bytes and time of receipt are the caller's. */
  read(reader: ProtoReader, facts: SpanFacts, ids: SpanIds, texts: Interner): void {
    this.#begin(texts);
    facts.reset();
    facts.applicationType = serviceType.OPENTELEMETRY_SERVER;
    ids.high = ids.low = ids.parentHigh = ids.parentLow = 0;
    let traced = false;
    let kind = 0;
    let endHigh = 0;
    let endLow = 0;
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          traced = this.#traceId(reader, facts);
          break;
        case 2:
          this.#id(reader);
          ids.high = this.#high;
          ids.low = this.#low;
          break;
        case 3:
          this.#traceState(reader, facts);
          break;
        case 4:
          this.#id(reader);
          ids.parentHigh = this.#high;
          ids.parentLow = this.#low;
          break;
        case 6:
          kind = reader.int32();
          break;
        case 7:
          reader.fixed64();
          this.#startHigh = reader.high >>> 0;
          this.#startLow = reader.low >>> 0;
          break;
        case 8:
          reader.fixed64();
          endHigh = reader.high >>> 0;
          endLow = reader.low >>> 0;
          break;
        case 9:
          this.#attribute(reader);
          break;
        case 15:
          facts.failed = failed(reader);
          break;
        default:
          reader.skip();
      }
    }
    if (!traced) throw new Failure('MESSAGE_INVALID', 'a span of OTLP without a trace id');
    if (ids.high === 0 && ids.low === 0) throw new Failure('MESSAGE_INVALID', 'a span of OTLP without a span id');
    facts.elapsed = Math.floor(elapsedOf(this.#startHigh, this.#startLow, endHigh, endLow));
    this.#place(facts, kind, ids.hasParent);
  }

  #begin(texts: Interner): void {
    this.#told.fill(0);
    if (texts === this.#texts) return;
    this.#texts = texts;
    this.#types = new Map();
    this.#hosts = new Map();
  }

  #traceId(reader: ProtoReader, facts: SpanFacts): boolean {
    reader.range();
    const { buffer, from, to } = reader;
    if (to - from !== 16) throw new Failure('MESSAGE_INVALID', 'a trace id of OTLP has 16 bytes');
    hash64(buffer, from, to, facts.traceHash);
    for (let at = from; at < to; at++) if (buffer[at] !== 0) return true;
    return false;
  }

  #high = 0;
  #low = 0;

  #id(reader: ProtoReader): void {
    reader.range();
    const { buffer, from, to } = reader;
    this.#high = this.#low = 0;
    if (from === to) return;
    if (to - from !== 8) throw new Failure('MESSAGE_INVALID', 'a span id of OTLP has eight bytes');
    this.#high = word(buffer, from);
    this.#low = word(buffer, from + 4);
  }

  #traceState(reader: ProtoReader, facts: SpanFacts): void {
    reader.range();
    const { buffer, from, to } = reader;
    // Most have none, or another vendor's: it is read as text only where it may name the caller.
    if (to - from > NAME_LIMIT || buffer.subarray(from, to).indexOf(LETTER_P) < 0) return;
    const parent = parentOf(Buffer.from(buffer.buffer, buffer.byteOffset + from, to - from).toString('utf8'));
    if (parent === undefined || this.#texts === undefined) return;
    facts.parentService = this.#texts.idOf(parent.service);
    facts.parentName = this.#texts.idOf(parent.name);
    facts.parentType = parent.type;
  }

  #attribute(reader: ProtoReader): void {
    const outer = reader.enter();
    let meaning = NOTHING;
    while (reader.next()) {
      if (reader.field === 1) {
        reader.range();
        meaning = this.#names.meaning(reader.buffer, reader.from, reader.to);
      } else if (reader.field === 2) this.#value(reader, meaning);
      else reader.skip();
    }
    reader.leave(outer);
  }

  #value(reader: ProtoReader, { slot: place, mask }: Meaning): void {
    const outer = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) {
        reader.range();
        if (mask !== masks.NOTHING) maskText(reader, mask, this.#policy);
        if (place !== 0 && this.#told[place] === 0) this.#told[place] = this.#text(reader, place);
      } else if (reader.field === 3 && place !== 0) {
        const number = reader.int64();
        if (this.#told[place] === 0) this.#told[place] = this.#texts?.idOf(String(number)) ?? 0;
      } else reader.skip();
    }
    reader.leave(outer);
  }

  #text({ buffer, from, to }: ProtoReader, place: number): number {
    const end = Math.min(to, from + NAME_LIMIT);
    // Every URL is another text; its host is not.
    if (place === slot.URL) return this.#hostOfUrl(buffer, from, end);
    return this.#texts?.id(buffer, from, end) ?? 0;
  }

  /** The number of the host, and port if it is written, of an absolute URL: what `hostOfUrl` finds, without a text. */
  #hostOfUrl(buffer: Bytes, from: number, to: number): number {
    let at = from;
    while (at < to && buffer[at] !== SLASH) at++;
    if (buffer[at - 1] !== COLON || buffer[at + 1] !== SLASH) return 0;
    let start = at + 2;
    let end = start;
    for (; end < to; end++) {
      const byte = buffer[end];
      if (byte === SLASH || byte === QUESTION || byte === HASH) break;
      if (byte === AT) start = end + 1;
    }
    return this.#texts?.id(buffer, start, end) ?? 0;
  }

  /** Says what the span is to the map, as `decodeOtlp` says it to the call tree. */
  #place(facts: SpanFacts, kind: number, hasParent: boolean): void {
    const told = this.#told;
    facts.isSpan = isHop(kind, hasParent);
    if (facts.isSpan) {
      const queue = told[slot.QUEUE_SYSTEM] as number;
      const consumed = kind === kindOf.CONSUMER && queue !== 0;
      // Whoever began a trace by himself was called by nobody; a queue is a caller of its own.
      facts.isRoot = consumed || (!hasParent && kind === kindOf.SERVER);
      facts.serviceType = consumed ? queueType(this.#texts?.text(queue) ?? '') : serviceType.OPENTELEMETRY_SERVER;
      facts.endPoint = this.#host(this.#first(OWN_HOST), this.#first(OWN_PORT));
      facts.remoteAddress = this.#first(CLIENT);
      if (consumed) facts.acceptorHost = told[slot.QUEUE] as number;
    }
    const type = this.#type(kind);
    const { recordStatistics, category, queue, includeDestinationId } = typeOf(type);
    if (!recordStatistics) return;
    const host = this.#host(this.#first(CALLEE_HOST), this.#first(CALLEE_PORT)) || (told[slot.URL] as number);
    let destination = host || this.#first(CALLEE_NAME);
    if (category === 'CACHE') destination = this.#texts?.idOf(typeOf(type).description) ?? 0;
    else if (queue) destination = (told[slot.QUEUE] as number) || host;
    else if (category === 'DATABASE' && includeDestinationId) {
      destination = (told[slot.DB_NAME] as number) || host || (told[slot.DB_SYSTEM] as number);
    }
    facts.events = 1;
    facts.eventType[0] = type;
    facts.eventElapsed[0] = facts.elapsed;
    facts.eventFailed[0] = facts.failed;
    facts.eventEndPoint[0] = host;
    facts.eventDestination[0] = destination;
  }

  #first(places: readonly number[]): number {
    for (const place of places) {
      const text = this.#told[place] as number;
      if (text !== 0) return text;
    }
    return 0;
  }

  #type(kind: number): number {
    if (kind !== kindOf.CLIENT && kind !== kindOf.PRODUCER) return serviceType.OPENTELEMETRY_INTERNAL;
    const told = this.#told;
    const [db, queue, rpc] = [
      told[slot.DB_SYSTEM] as number,
      told[slot.QUEUE_SYSTEM] as number,
      told[slot.RPC_SYSTEM] as number,
    ];
    const telling = db || queue || rpc;
    // Whose name it is matters as well: that is the last digit.
    const key = telling * 4 + (db !== 0 ? 1 : queue !== 0 ? 2 : 3);
    let type = this.#types.get(key);
    if (type === undefined) {
      const text = (id: number): string => this.#texts?.text(id) ?? '';
      type = callType(kind, text(db), text(queue), text(rpc));
      this.#types.set(key, type);
    }
    return type;
  }

  #host(host: number, port: number): number {
    if (port === 0 || host === 0) return host;
    const key = host * 0x10_0000 + port;
    let joined = this.#hosts.get(key);
    if (joined === undefined) {
      joined = this.#texts?.idOf(hostAndPort(this.#texts.text(host), this.#texts.text(port))) ?? host;
      if (port < 0x10_0000) this.#hosts.set(key, joined);
    }
    return joined;
  }
}

function failed(reader: ProtoReader): boolean {
  const outer = reader.enter();
  let code = 0;
  while (reader.next()) {
    if (reader.field === 3) code = reader.int32();
    else reader.skip();
  }
  reader.leave(outer);
  return code === STATUS_ERROR;
}

const word = (buffer: Bytes, at: number): number =>
  (((buffer[at] as number) << 24) |
    ((buffer[at + 1] as number) << 16) |
    ((buffer[at + 2] as number) << 8) |
    (buffer[at + 3] as number)) >>>
  0;
