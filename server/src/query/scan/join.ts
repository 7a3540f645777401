import { MINUTE, SECOND } from '../../lib/time.ts';
import type { Received, TraceId } from '../../store/span/span.ts';

export interface ScannedTrace {
  readonly traceId: TraceId;
  /** Spans and span chunks in no certain order. */
  readonly parts: readonly Received[];
  /** False where the scan ended before every part was surely read. */
  readonly whole: boolean;
}

/** A trace of which parts may still come. */
interface Held {
  readonly parts: Received[];
  /** When it began at the latest, by the collector's clock, ms. */
  began: number;
  /** Whether a part was received in the range. */
  inRange: boolean;
}

/** Agents send what they gathered up to a few seconds late: so much before its beginning a trace may have parts. */
const SLACK = 10 * SECOND;

/** A trace is not waited for longer than this, however long it claims to have taken, ms. */
const LONGEST = 9 * MINUTE;

/** Parts that are held at once; beyond, traces are handed out as they are. */
const HELD_LIMIT = 400_000;

/** Gathers the parts of traces while they are read from the newest to the oldest. */
export class Join {
  readonly #from: number;
  readonly #to: number;
  #held = new Map<TraceId, Held>();
  #parts = 0;

  /** Traces count whose parts were received from `from` to before `to`. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  add(received: Received): void {
    const { receivedAt, message } = received;
    let held = this.#held.get(message.traceId);
    if (held === undefined) {
      // What came before the range says nothing about traces that are not in it.
      if (receivedAt < this.#from) return;
      held = { parts: [], began: receivedAt, inRange: false };
      this.#held.set(message.traceId, held);
    }
    held.parts.push(received);
    this.#parts++;
    const took = message.kind === 'span' ? Math.min(Math.max(message.elapsed, 0), LONGEST) : 0;
    held.began = Math.min(held.began, receivedAt - took);
    if (receivedAt >= this.#from && receivedAt < this.#to) held.inRange = true;
  }

  /** Whether no trace waits for parts from before `reached`. */
  isDone(reached: number): boolean {
    for (const { began, inRange } of this.#held.values()) if (inRange && began - SLACK < reached) return false;
    return true;
  }

  /** Takes the traces that have all their parts when everything since `reached` is read. */
  done(reached: number): ScannedTrace[] {
    const whole: ScannedTrace[] = [];
    for (const [traceId, { parts, began, inRange }] of this.#held) {
      if (began - SLACK < reached) continue;
      this.#held.delete(traceId);
      this.#parts -= parts.length;
      if (inRange) whole.push({ traceId, parts, whole: true });
    }
    return this.#parts > HELD_LIMIT ? [...whole, ...this.rest(false)] : whole;
  }

  /** Takes all that is left. */
  rest(whole: boolean): ScannedTrace[] {
    const rest = [...this.#held].filter(([, { inRange }]) => inRange);
    this.#held = new Map();
    this.#parts = 0;
    return rest.map(([traceId, { parts }]) => ({ traceId, parts, whole }));
  }
}
