import { type Bytes, EMPTY } from '../../lib/bytes.ts';
import type { Millis } from '../../lib/time.ts';
import { millis } from '../../lib/time.ts';
import type { Agent } from '../application.ts';

/**
 * What the indexes need of one span message. One object is filled again and again: texts are numbers of an
 * `Interner`, events lie in columns, and nothing is allocated for a span.
 */
export class SpanFacts {
  /** The message itself: `bytes[from..to)` is a PSpanMessage. */
  bytes: Bytes = new Uint8Array(0);
  from = 0;
  to = 0;
  /** More fields of the message, which are stored behind it. */
  tail: Bytes = EMPTY;
  agent: Agent = NOBODY;
  receivedAt: Millis = millis(0);

  /** A span, or else a chunk of events. */
  isSpan = false;
  isRoot = false;
  failed = false;
  traceHash = new Uint32Array(2);
  elapsed = 0;
  serviceType = 0;
  applicationType = 0;
  endPoint = 0;
  remoteAddress = 0;
  acceptorHost = 0;
  parentName = 0;
  parentService = 0;
  parentType = 0;

  /** Events that say something about the map; the others are not here. */
  events = 0;
  readonly eventType: number[] = [];
  readonly eventElapsed: number[] = [];
  readonly eventFailed: boolean[] = [];
  readonly eventEndPoint: number[] = [];
  readonly eventDestination: number[] = [];

  reset(): void {
    this.isSpan = this.isRoot = this.failed = false;
    this.elapsed = this.serviceType = this.applicationType = 0;
    this.endPoint = this.remoteAddress = this.acceptorHost = 0;
    this.parentName = this.parentService = this.parentType = 0;
    this.events = 0;
  }
}

const NOBODY: Agent = { application: { service: '', name: '', type: -1 }, agentId: '', agentName: '', startTime: 0 };
