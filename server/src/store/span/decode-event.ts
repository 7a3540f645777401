import { Failure } from '../../lib/failure.ts';
import type { ProtoReader } from '../../lib/protobuf.ts';
import { NO_ANNOTATIONS, NO_ATTRIBUTES, readAnnotation, readAttribute, readIntString } from './decode-annotation.ts';
import { type Annotation, type Attribute, NO_SPAN, type SpanEvent, type SpanId, type Thrown } from './span.ts';

const MAX_EVENTS = 100_000;

/** Where the events of a message lie, two numbers each. */
export class EventRanges {
  readonly places: number[] = [];

  /** Notes the field that the reader is at. */
  add(reader: ProtoReader): void {
    reader.range();
    if (this.places.length >= 2 * MAX_EVENTS) throw new Failure('MESSAGE_INVALID', 'too many events');
    this.places.push(reader.from, reader.to);
  }
}

/** Events in wire order; `start` is what the first one is relative to. Leaves the reader wherever it ended. */
export function decodeEvents(reader: ProtoReader, ranges: EventRanges, start: number): SpanEvent[] {
  const { places } = ranges;
  const events: SpanEvent[] = [];
  let startTime = start;
  let depth = 0;
  for (let place = 0; place < places.length; place += 2) {
    reader.at = places[place] as number;
    reader.end = places[place + 1] as number;
    const event = decodeEvent(reader, startTime, depth);
    events.push(event);
    startTime = event.startTime;
    depth = event.depth;
  }
  return events;
}

/** PSpanEvent, after one that began at `before` and was as deep as `depthBefore`. */
function decodeEvent(reader: ProtoReader, before: number, depthBefore: number): SpanEvent {
  let sequence = 0;
  let depth = 0;
  let startTime = before;
  let elapsed = 0;
  let serviceType = 0;
  let apiId = 0;
  let exception: Thrown | undefined;
  let annotations: Annotation[] | undefined;
  let attributes: Attribute[] | undefined;
  let next = NOTHING_NEXT;
  let asyncId = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        sequence = reader.int32();
        break;
      case 2:
        depth = reader.int32();
        break;
      case 3:
        startTime = before + reader.int32();
        break;
      case 4:
        elapsed = reader.int32();
        break;
      case 5:
        serviceType = reader.sint32();
        break;
      case 6:
        annotations ??= [];
        annotations.push(readAnnotation(reader));
        break;
      case 10:
        apiId = reader.sint32();
        break;
      case 11:
        exception = readIntString(reader);
        break;
      case 12:
        next = readNext(reader);
        break;
      case 13:
        asyncId = reader.int32();
        break;
      case 14:
        attributes ??= [];
        attributes.push(readAttribute(reader));
        break;
      default:
        reader.skip();
    }
  }
  return {
    sequence,
    depth: depth === 0 ? depthBefore : depth,
    startTime,
    elapsed,
    serviceType,
    apiId,
    exception,
    annotations: annotations ?? NO_ANNOTATIONS,
    attributes: attributes ?? NO_ATTRIBUTES,
    endPoint: next.endPoint,
    destinationId: next.destinationId,
    nextSpanId: next.spanId,
    asyncId,
  };
}

interface Next {
  readonly spanId: SpanId;
  readonly endPoint: string;
  readonly destinationId: string;
}
const NOTHING_NEXT: Next = { spanId: NO_SPAN, endPoint: '', destinationId: '' };

/** PNextEvent and the PMessageEvent in it. Agents write 0 or -1 for "leads nowhere". */
function readNext(reader: ProtoReader): Next {
  const outer = reader.enter();
  let [high, low] = [-1, -1];
  let endPoint = '';
  let destinationId = '';
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    const outside = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) {
        reader.fixed64();
        ({ high, low } = reader);
      } else if (reader.field === 2) endPoint = reader.string();
      else if (reader.field === 3) destinationId = reader.string();
      else reader.skip();
    }
    reader.leave(outside);
  }
  reader.leave(outer);
  return { spanId: spanIdOf(high, low), endPoint, destinationId };
}

function spanIdOf(high: number, low: number): SpanId {
  if (high === low && (low === -1 || low === 0)) return NO_SPAN;
  return ((BigInt(high) << 32n) | BigInt(low >>> 0)) as SpanId;
}
