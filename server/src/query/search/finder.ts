import { DAY, type Day, dayOf, millis } from '../../lib/time.ts';
import type { Agent } from '../../store/application.ts';
import type { Received, Span, TraceId } from '../../store/span/span.ts';
import type { SpanStore } from '../../store/span/store.ts';
import { type NameStore, namesOf } from '../names.ts';
import type { NameSource } from '../trace/names.ts';
import { firstOf, isSame, Joined } from './join.ts';
import type { Query, Term } from './language/query.ts';
import { eventTerms, matches } from './match/matches.ts';
import type { AgentFacts, Subject } from './match/subject.ts';

/** Where a search looks beside the messages that it is given. */
export interface FinderSources {
  readonly spans: Pick<SpanStore, 'trace'>;
  readonly names: NameStore;
  readonly facts: (agent: Agent) => AgentFacts | undefined;
}

/** A span that was found, and the message that it was found by: itself, or a chunk of its calls. */
export interface Found {
  readonly span: Received<Span>;
  readonly by: Received;
}

/**
 * Finds the spans that a query looks for among messages. Names are looked up and traces are read only for messages
 * that need it. Calls that arrived apart from their span are found by their chunk: the span is read then, with all
 * of its chunks, and counts once, however many of them match. Two conditions on calls must be met by one message.
 */
export class Finder {
  readonly #query: Query;
  readonly #wanted: readonly Term[];
  readonly #unwanted: readonly Term[];
  readonly #sources: FinderSources;

  constructor(query: Query, sources: FinderSources) {
    this.#query = query;
    this.#sources = sources;
    ({ wanted: this.#wanted, unwanted: this.#unwanted } = eventTerms(query));
  }

  /** What is found by these messages, in their order. */
  async find(messages: readonly Received[]): Promise<Found[]> {
    const unsure: Received[] = [];
    const sure = new Set<Received>();
    for (const message of messages) {
      const candidate = this.#isCandidate(message, undefined);
      if (candidate === true) sure.add(message);
      if (candidate === undefined) unsure.push(message);
    }
    if (unsure.length > 0) {
      const names = await namesOf(unsure, this.#sources.names);
      for (const message of unsure) if (this.#isCandidate(message, names) === true) sure.add(message);
    }
    return this.#confirm(messages.filter((message) => sure.has(message)));
  }

  /** Whether a message is what was looked for, as far as it can tell: a chunk cannot tell what its span is. */
  #isCandidate(received: Received, names: NameSource | undefined): boolean | undefined {
    const subject: Subject = { received, names, facts: this.#sources.facts };
    if (received.message.kind === 'span') return matches(this.#query, subject);
    const wanted = this.#wanted.map((term) => matches(term, subject));
    if (wanted.every((passed) => passed === false)) return false;
    if (matches(this.#query, subject) === false) return false;
    return wanted.includes(true) ? true : undefined;
  }

  /** Joins candidates with what arrived apart from them where that decides. */
  async #confirm(candidates: readonly Received[]): Promise<Found[]> {
    const joining = candidates.filter(({ message }) => message.kind === 'chunk' || this.#unwanted.length > 0);
    const traces = new Map<TraceId, Promise<Joined>>();
    for (const { message, receivedAt } of joining) {
      if (!traces.has(message.traceId)) traces.set(message.traceId, this.#join(message.traceId, dayOf(receivedAt)));
    }
    const found: Found[] = [];
    for (const by of candidates) {
      const joined = await traces.get(by.message.traceId);
      if (joined === undefined) {
        if (isSpan(by)) found.push({ span: by, by });
      } else {
        const span = this.#spanOf(by, joined);
        if (span !== undefined) found.push({ span, by });
      }
    }
    return found;
  }

  async #join(id: TraceId, day: Day): Promise<Joined> {
    const days = [-1, 0, 1].map((step) => dayOf(millis((day + step) * DAY)));
    const { parts } = await this.#sources.spans.trace(id, days);
    return new Joined(parts, await namesOf(parts, this.#sources.names));
  }

  /** The span of a candidate, if it is what is looked for with all its calls, and no other message finds it first. */
  #spanOf(by: Received, joined: Joined): Received<Span> | undefined {
    const whole = joined.wholeOf(by);
    if (whole === undefined) return undefined;
    const { names } = joined;
    const subject = { received: whole.joined, names, facts: this.#sources.facts };
    if (matches(this.#query, subject) !== true) return undefined;
    const first = firstOf(whole.members.filter((member) => this.#isCandidate(member, names) === true));
    return first !== undefined && isSame(first, by) ? whole.span : undefined;
  }
}

const isSpan = (received: Received): received is Received<Span> => received.message.kind === 'span';
