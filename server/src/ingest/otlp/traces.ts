import { createHash } from 'node:crypto';
import { type Bytes, EMPTY, utf8 } from '../../lib/bytes.ts';
import { asFailure, Failure } from '../../lib/failure.ts';
import type { Interner } from '../../lib/interner.ts';
import { ProtoReader } from '../../lib/protobuf.ts';
import type { Clock } from '../../lib/time.ts';
import { Writer } from '../../lib/writer.ts';
import type { Gate } from '../../store/retention/gate.ts';
import { SpanFacts } from '../../store/span/facts.ts';
import type { SpanWriter } from '../../store/span-writer.ts';
import type { Agents, KnownAgent } from '../agents.ts';
import { reject } from '../ledger.ts';
import type { ValuePolicy } from '../mask/fields.ts';
import type { Repeats, Taken } from '../repeats.ts';
import { type Remembered, SpanMemory } from './joins.ts';
import { OtlpFactsReader, SpanIds } from './read-facts.ts';
import type { Resources } from './resources.ts';

export interface OtlpOptions {
  readonly clock: Clock;
  readonly policy: ValuePolicy;
  /** Raw bytes that may be on their way to the storage. */
  readonly bytesInFlight: number;
  readonly gate: Gate;
}

/** Field 2 of ScopeSpans, as it stands before a span; in the store the same byte says field 15 (store/span/decode.ts). */
const SPAN_TAG = 0x12;
const STORED_TAG = 0x7a;
/** Field 14 of what is stored: the scope that recorded the span. */
const SCOPE_TAG = 0x72;
const SCOPE_LIMIT = 200;

/**
 * Takes ExportTraceServiceRequests. The spans' own bytes are what is stored; each is read once for what the indexes
 * need. A call and the hop that it leads to name each other by ids alone, and come from two agents: whoever comes
 * second is counted with the first, so that the map knows who calls whom without guessing.
 */
export class OtlpTraces {
  readonly #writer: SpanWriter;
  readonly #agents: Agents;
  readonly #resources: Resources;
  readonly #repeats: Repeats;
  readonly #options: OtlpOptions;
  readonly #request = new ProtoReader();
  readonly #span = new ProtoReader();
  readonly #facts = new SpanFacts();
  readonly #ids = new SpanIds();
  readonly #read: OtlpFactsReader;
  /** Spans by their own ids: who recorded them, and where they led. */
  readonly #callers = new SpanMemory();
  /** Hops by the id of their parent, which has not come: who they are, and what they took. */
  readonly #waiting = new SpanMemory();
  readonly #found: Remembered = { who: 0, first: 0, second: 0 };
  readonly #known: KnownAgent[] = [];
  readonly #numbers = new Map<KnownAgent, number>();
  #texts: Interner | undefined;

  constructor(writer: SpanWriter, agents: Agents, resources: Resources, repeats: Repeats, options: OtlpOptions) {
    this.#writer = writer;
    this.#agents = agents;
    this.#resources = resources;
    this.#repeats = repeats;
    this.#options = options;
    this.#read = new OtlpFactsReader(options.policy);
  }

  /** Throws SERVER_BUSY or DISK_LOW where nothing is taken now. */
  admit(): void {
    this.#options.gate.pass('telemetry');
    if (this.#writer.waiting > this.#options.bytesInFlight) {
      throw new Failure('SERVER_BUSY', 'too many spans on their way to the storage');
    }
  }

  /**
   * Takes a request and resolves when what was not rejected is durable. One that comes again, because its answer was
   * lost, counts once. Throws SERVER_BUSY, DISK_LOW, and MESSAGE_INVALID where it cannot be read at all.
   */
  async take(bytes: Bytes, address: string): Promise<Taken> {
    this.admit();
    const hash = createHash('sha1').update('otlp').update(bytes).digest().subarray(0, 16);
    return this.#repeats.once(hash, async (attach) => {
      const seen = new Set<KnownAgent>();
      const taken = this.#takeRequest(bytes, address, seen);
      attach(this.#writer);
      await Promise.all([this.#writer.durable(), ...[...seen].flatMap((agent) => [...agent.registered.values()])]);
      return taken;
    });
  }

  #takeRequest(bytes: Bytes, address: string, seen: Set<KnownAgent>): Taken {
    const request = this.#request.reset(bytes);
    let rejected = 0;
    let reason = '';
    while (request.next()) {
      if (request.field !== 1) {
        request.skip();
        continue;
      }
      const outer = request.enter();
      const known = this.#agentOf(request, address);
      seen.add(known);
      const failures = this.#resource(request, known);
      rejected += failures.rejected;
      reason ||= failures.reason;
      request.leave(outer);
    }
    return { rejected, reason };
  }

  /** Takes the spans of a ResourceSpans. */
  #resource(request: ProtoReader, known: KnownAgent): Taken {
    let rejected = 0;
    let reason = '';
    while (request.next()) {
      if (request.field !== 2) {
        request.skip();
        continue;
      }
      const scope = request.enter();
      const failures = this.#scope(request, known);
      rejected += failures.rejected;
      reason ||= failures.reason;
      request.leave(scope);
    }
    return { rejected, reason };
  }

  /** The agent of a ResourceSpans, whose fields may stand in any order; the reader ends where it was. */
  #agentOf(request: ProtoReader, address: string): KnownAgent {
    const { at } = request;
    let from = 0;
    let to = 0;
    while (request.next()) {
      if (request.field === 1) {
        request.range();
        ({ from, to } = request);
      } else request.skip();
    }
    request.at = at;
    return this.#resources.agent(request.buffer, from, to, address);
  }

  /** Takes the spans of a ScopeSpans. */
  #scope(request: ProtoReader, known: KnownAgent): Taken {
    this.#facts.tail = this.#scopeOf(request);
    let rejected = 0;
    let reason = '';
    for (;;) {
      const tag = request.at;
      if (!request.next()) return { rejected, reason };
      if (request.field !== 2) {
        request.skip();
        continue;
      }
      request.range();
      const failure = this.#take(known, request.buffer, tag, request.from, request.to);
      if (failure === undefined) continue;
      rejected++;
      reason = failure.message;
    }
  }

  /** Name and version of the scope, as they are stored behind each span; the reader ends where it was. */
  #scopeOf(request: ProtoReader): Bytes {
    const { at } = request;
    let [name, version] = ['', ''];
    while (request.next()) {
      if (request.field !== 1) {
        request.skip();
        continue;
      }
      const outer = request.enter();
      while (request.next()) {
        if (request.field === 1) name = request.string();
        else if (request.field === 2) version = request.string();
        else request.skip();
      }
      request.leave(outer);
    }
    request.at = at;
    if (name === '') return EMPTY;
    const text = utf8(`${name}${version === '' ? '' : ` ${version}`}`).subarray(0, SCOPE_LIMIT);
    return new Writer(256).u8(SCOPE_TAG).varint(text.length).bytes(text).take();
  }

  #take(known: KnownAgent, bytes: Bytes, tag: number, from: number, to: number): Failure | undefined {
    this.#agents.seen(known);
    known.received++;
    try {
      if (bytes[tag] !== SPAN_TAG)
        throw new Failure('MESSAGE_INVALID', 'a field number is not written in its shortest form');
      const facts = this.#facts;
      const { texts } = this.#writer;
      this.#follow(texts);
      this.#read.read(this.#span.reset(bytes, from, to), facts, this.#ids, texts);
      bytes[tag] = STORED_TAG;
      facts.bytes = bytes;
      facts.from = tag;
      facts.to = to;
      facts.agent = known.agent;
      facts.receivedAt = this.#options.clock();
      if (!known.registered.has(facts.applicationType)) this.#register(known, facts.applicationType);
      const number = this.#number(known);
      if (facts.isSpan) this.#meetCaller(facts, number, texts);
      this.#writer.add(facts);
      this.#meetCallee(facts, number);
      known.stored++;
      return undefined;
    } catch (error) {
      const failure = asFailure(error);
      reject(known, failure.code, this.#options.clock());
      return failure;
    }
  }

  /** Looks for the call that led to a hop; one that has not come yet is waited for. */
  #meetCaller(facts: SpanFacts, number: number, texts: Interner): void {
    const { parentHigh, parentLow, hasParent } = this.#ids;
    if (!hasParent || facts.parentName !== 0 || facts.isRoot) return;
    const high = facts.traceHash[0] as number;
    const low = facts.traceHash[1] as number;
    const found = this.#found;
    if (!this.#callers.find(high, low, parentHigh, parentLow, found)) {
      const failed = facts.failed ? 1 : 0;
      this.#waiting.add(facts.receivedAt, high, low, parentHigh, parentLow, number, facts.elapsed, failed);
      return;
    }
    const caller = this.#known[found.who]?.agent.application;
    if (caller === undefined) return;
    facts.parentService = texts.idOf(caller.service);
    facts.parentName = texts.idOf(caller.name);
    facts.parentType = caller.type;
    // What the caller dialled is what this hop accepts; where it dialled nothing that is told, nothing is accepted.
    facts.acceptorHost = found.first;
    if (found.first === 0) facts.endPoint = 0;
  }

  /** Counts the hops that this span led to and that came before it. */
  #meetCallee(facts: SpanFacts, number: number): void {
    const { high: idHigh, low: idLow } = this.#ids;
    const high = facts.traceHash[0] as number;
    const low = facts.traceHash[1] as number;
    const destination = facts.events > 0 ? (facts.eventDestination[0] ?? 0) : 0;
    this.#callers.add(facts.receivedAt, high, low, idHigh, idLow, number, destination, 0);
    const found = this.#found;
    while (this.#waiting.take(high, low, idHigh, idLow, found)) {
      const callee = this.#known[found.who]?.agent;
      if (callee !== undefined) this.#writer.join(facts.agent, callee, destination, found.first, found.second === 1);
    }
  }

  /** Texts are numbered anew from time to time: what was remembered by the old numbers is let go. */
  #follow(texts: Interner): void {
    if (texts === this.#texts) return;
    this.#texts = texts;
    this.#callers.clear();
    this.#waiting.clear();
  }

  #number(known: KnownAgent): number {
    let number = this.#numbers.get(known);
    if (number === undefined) {
      number = this.#known.length;
      this.#known.push(known);
      this.#numbers.set(known, number);
    }
    return number;
  }

  #register(known: KnownAgent, type: number): void {
    this.#agents.register(known, type).catch((error) => {
      const { code } = asFailure(error);
      reject(known, code, this.#options.clock());
    });
  }
}
