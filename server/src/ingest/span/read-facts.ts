import { Failure } from '../../lib/failure.ts';
import { Interner } from '../../lib/interner.ts';
import type { ProtoReader } from '../../lib/protobuf.ts';
import { typeOf } from '../../lib/service-type.ts';
import type { SpanFacts } from '../../store/span/facts.ts';
import { hashTraceId } from '../../store/span/keys.ts';
import { maskAnnotation, maskAttribute, maskUrl, type ValuePolicy } from '../mask/fields.ts';

/** The one span version there is (TRACE_V2). */
const VERSION = 1;

/** Events of one message; a message of 4 MiB holds no more. */
const EVENT_LIMIT = 200_000;

/** What a text of a span may be long to serve as a name on the map; a longer one is cut. */
const NAME_LIMIT = 512;

/**
 * Reads from PSpanMessage bytes what the indexes need, and masks in place what must not be stored. One reader serves
 * all messages. Throws Failure (MESSAGE_INVALID, VERSION_UNKNOWN) and nothing else, whatever the bytes are.
 */
export class FactsReader {
  readonly #policy: ValuePolicy;
  #texts = new Interner();
  /** Where the event that is being read leads to. */
  #endPoint = 0;
  #destination = 0;

  constructor(policy: ValuePolicy) {
    this.#policy = policy;
  }

  /** Fills `facts` from the message that `reader` was reset to; agent and time of receipt are the caller's to set. */
  read(reader: ProtoReader, facts: SpanFacts, texts: Interner): void {
    this.#texts = texts;
    facts.reset();
    facts.bytes = reader.buffer;
    facts.from = reader.at;
    facts.to = reader.end;
    let seen = false;
    while (reader.next()) {
      if (reader.field > 2) {
        reader.skip();
        continue;
      }
      if (seen) throw new Failure('MESSAGE_INVALID', 'two spans in one message');
      seen = true;
      facts.isSpan = reader.field === 1;
      const message = reader.enter();
      if (facts.isSpan) this.#span(reader, facts);
      else this.#chunk(reader, facts);
      reader.leave(message);
    }
    if (!seen) throw new Failure('MESSAGE_INVALID', 'neither a span nor a span chunk');
  }

  #span(reader: ProtoReader, facts: SpanFacts): void {
    let version = 0;
    let named = false;
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          version = reader.int32();
          break;
        case 2:
          named = this.#traceId(reader, facts);
          break;
        case 4:
          reader.fixed64();
          facts.isRoot = reader.high === -1 && reader.low === -1;
          break;
        case 6:
          facts.elapsed = Math.max(0, reader.int32());
          break;
        case 8:
          facts.serviceType = known(reader.int32());
          break;
        case 9:
          this.#acceptEvent(reader, facts);
          break;
        case 10:
          maskAnnotation(reader, this.#policy);
          break;
        case 12:
          facts.failed = reader.sint32() !== 0;
          break;
        case 13:
          this.#event(reader, facts);
          break;
        case 15:
          facts.applicationType = known(reader.int32());
          break;
        case 17:
          maskAttribute(reader);
          break;
        default:
          reader.skip();
      }
    }
    check(version, named);
  }

  #chunk(reader: ProtoReader, facts: SpanFacts): void {
    let version = 0;
    let named = false;
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          version = reader.int32();
          break;
        case 2:
          named = this.#traceId(reader, facts);
          break;
        case 4:
          facts.endPoint = this.#name(reader);
          break;
        case 5:
          this.#event(reader, facts);
          break;
        case 6:
          facts.applicationType = known(reader.int32());
          break;
        default:
          reader.skip();
      }
    }
    check(version, named);
  }

  #traceId(reader: ProtoReader, facts: SpanFacts): boolean {
    const transaction = reader.enter();
    let from = 0;
    let to = 0;
    let startHigh = 0;
    let startLow = 0;
    let sequenceHigh = 0;
    let sequenceLow = 0;
    while (reader.next()) {
      if (reader.field === 1) {
        reader.range();
        from = reader.from;
        to = reader.to;
      } else if (reader.field === 2) {
        reader.words64();
        startHigh = reader.high >>> 0;
        startLow = reader.low >>> 0;
      } else if (reader.field === 3) {
        reader.words64();
        sequenceHigh = reader.high >>> 0;
        sequenceLow = reader.low >>> 0;
      } else reader.skip();
    }
    reader.leave(transaction);
    // An agent leaves its own id out.
    if (from === to) {
      const own = Buffer.from(facts.agent.agentId);
      hashTraceId(own, 0, own.length, startHigh, startLow, sequenceHigh, sequenceLow, facts.traceHash);
    } else hashTraceId(reader.buffer, from, to, startHigh, startLow, sequenceHigh, sequenceLow, facts.traceHash);
    return true;
  }

  #acceptEvent(reader: ProtoReader, facts: SpanFacts): void {
    const event = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) {
        reader.range();
        maskUrl(reader, this.#policy, false);
      } else if (reader.field === 2) facts.endPoint = this.#name(reader);
      else if (reader.field === 3) facts.remoteAddress = this.#name(reader);
      else if (reader.field === 4) this.#parentInfo(reader, facts);
      else reader.skip();
    }
    reader.leave(event);
  }

  #parentInfo(reader: ProtoReader, facts: SpanFacts): void {
    const info = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) facts.parentName = this.#name(reader);
      else if (reader.field === 2) facts.parentType = known(reader.int32());
      else if (reader.field === 3) facts.acceptorHost = this.#name(reader);
      else if (reader.field === 4) facts.parentService = this.#name(reader);
      else reader.skip();
    }
    reader.leave(info);
  }

  #event(reader: ProtoReader, facts: SpanFacts): void {
    const event = reader.enter();
    let type = 0;
    let elapsed = 0;
    let failed = false;
    this.#endPoint = this.#destination = 0;
    while (reader.next()) {
      switch (reader.field) {
        case 4:
          elapsed = Math.max(0, reader.int32());
          break;
        case 5:
          type = known(reader.sint32());
          break;
        case 6:
          maskAnnotation(reader, this.#policy);
          break;
        case 11:
          failed = true;
          reader.skip();
          break;
        case 12:
          this.#nextEvent(reader);
          break;
        case 14:
          maskAttribute(reader);
          break;
        default:
          reader.skip();
      }
    }
    reader.leave(event);
    const { recordStatistics, alias } = typeOf(type);
    if (!recordStatistics && !alias) return;
    const at = facts.events++;
    if (at >= EVENT_LIMIT) throw new Failure('MESSAGE_INVALID', 'too many events');
    facts.eventType[at] = type;
    facts.eventElapsed[at] = elapsed;
    facts.eventFailed[at] = failed;
    facts.eventEndPoint[at] = this.#endPoint;
    facts.eventDestination[at] = this.#destination;
  }

  #nextEvent(reader: ProtoReader): void {
    const next = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) this.#messageEvent(reader);
      else reader.skip();
    }
    reader.leave(next);
  }

  #messageEvent(reader: ProtoReader): void {
    const message = reader.enter();
    while (reader.next()) {
      if (reader.field === 2) this.#endPoint = this.#name(reader);
      else if (reader.field === 3) this.#destination = this.#name(reader);
      else reader.skip();
    }
    reader.leave(message);
  }

  #name(reader: ProtoReader): number {
    reader.range();
    return this.#texts.id(reader.buffer, reader.from, Math.min(reader.to, reader.from + NAME_LIMIT));
  }
}

/** Service types are 16-bit numbers; anything else is no type at all. */
const known = (type: number): number => (type >= -1 && type <= 0x7fff ? type : -1);

function check(version: number, named: boolean): void {
  if (version !== VERSION) throw new Failure('VERSION_UNKNOWN', `version ${version}`);
  if (!named) throw new Failure('MESSAGE_INVALID', 'a span without a transaction id');
}
