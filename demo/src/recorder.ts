import type { Mishap } from './dsl.ts';

/** A method as metadata names it. `kind`: 0 a method, 100 the entry of a request, 200 an asynchronous invocation. */
export interface Api {
  readonly info: string;
  readonly line?: number;
  readonly kind?: 0 | 100 | 200;
}

export type Note =
  | { readonly key: number; readonly text: string }
  | { readonly key: number; readonly int: number }
  | { readonly key: 300; readonly received: number; readonly code: number; readonly micros: number }
  | { readonly sql: string; readonly literals: string; readonly binds: string; readonly byUid: boolean };

/** Where a call went: the span it began, and how the map names the other side. */
export interface Next {
  readonly spanId?: bigint;
  readonly endPoint?: string;
  readonly destinationId?: string;
}

export interface Shape {
  readonly type: number;
  readonly api?: Api;
  readonly notes?: readonly Note[];
  readonly next?: Next;
}

/** One call. Times are ms since 1970; depth begins at 1. */
export interface SpanEvent {
  readonly sequence: number;
  readonly depth: number;
  readonly type: number;
  readonly api: Api | undefined;
  readonly notes: Note[];
  readonly next: Next | undefined;
  readonly asyncId: number | undefined;
  readonly start: number;
  end: number;
  /** Its place in the order in which the events of its span ended. */
  ended: number;
  /** The exception that passed through it, and whether it is the one to tell of it. */
  thrown?: Thrown;
  tells?: boolean;
}

/** Events that ran beside their span, on another thread or in a callback. */
export interface AsyncPart {
  readonly asyncId: number;
  readonly events: readonly SpanEvent[];
  readonly end: number;
}

/** A simulated exception on its way up, thrown through recorded events as a real one is through methods. */
export class Thrown extends Error {
  readonly mishap: Mishap;
  /** ms since 1970. */
  readonly at: number;

  constructor(mishap: Mishap, at: number) {
    super(mishap.message);
    this.mishap = mishap;
    this.at = at;
  }
}

/** What all recorders of one span share. */
interface Shared {
  asyncIds: number;
  readonly asyncParts: AsyncPart[];
}

/** Records the events of one span, or of one asynchronous part of it, by a clock that only this recorder moves. */
export class Recorder {
  /** In order of their sequence. */
  readonly events: SpanEvent[] = [];
  now: number;
  readonly #shared: Shared;
  #depth = 0;
  #ended = 0;

  constructor(at: number, shared: Shared = { asyncIds: 0, asyncParts: [] }) {
    this.now = at;
    this.#shared = shared;
  }

  get asyncParts(): readonly AsyncPart[] {
    return this.#shared.asyncParts;
  }

  /** Time goes by. */
  spend(ms: number): void {
    this.now += ms;
  }

  /** Records a call; what `body` records lies below it. An exception of `body` marks the event and goes on. */
  event(shape: Shape, body: (event: SpanEvent) => void = () => {}): void {
    const event = this.#begin(shape, undefined);
    try {
      body(event);
    } catch (thrown) {
      if (thrown instanceof Thrown) this.#mark(event, thrown);
      throw thrown;
    } finally {
      this.#finish(event);
    }
  }

  /** Records an event whose work happens elsewhere, recorded by the recorder that `body` gets; then waits for it or not. */
  aside(shape: Shape, body: (part: Recorder) => void, then: 'wait' | 'go on'): void {
    const asyncId = ++this.#shared.asyncIds;
    this.#finish(this.#begin(shape, asyncId));
    const part = new Recorder(this.now, this.#shared);
    try {
      body(part);
    } catch (thrown) {
      if (then === 'wait' || !(thrown instanceof Thrown)) throw thrown;
    } finally {
      this.#shared.asyncParts.push({ asyncId, events: part.events, end: part.now });
      if (then === 'wait') this.now = part.now;
    }
  }

  #begin(shape: Shape, asyncId: number | undefined): SpanEvent {
    this.#depth++;
    const event: SpanEvent = {
      sequence: this.events.length,
      depth: this.#depth,
      type: shape.type,
      api: shape.api,
      notes: [...(shape.notes ?? [])],
      next: shape.next,
      asyncId,
      start: this.now,
      end: this.now,
      ended: -1,
    };
    this.events.push(event);
    return event;
  }

  #finish(event: SpanEvent): void {
    this.#depth--;
    event.end = this.now;
    event.ended = this.#ended++;
  }

  #mark(event: SpanEvent, thrown: Thrown): void {
    event.thrown = thrown;
    event.tells = !this.events.some((other) => other !== event && other.tells === true && other.thrown === thrown);
  }
}
