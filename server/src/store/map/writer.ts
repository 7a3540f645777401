import type { Op } from '../../kv/kv.ts';
import { getOrMake } from '../../lib/get-or-make.ts';
import { Interner } from '../../lib/interner.ts';
import { serviceType, typeOf } from '../../lib/service-type.ts';
import { dayOf, MINUTE, type Millis, millis } from '../../lib/time.ts';
import { type Agent, type Application, applicationHash } from '../application.ts';
import type { SpanFacts } from '../span/facts.ts';
import type { WriterId } from '../writer-id.ts';
import { encodeMinute, encodeSketches } from './codec.ts';
import { mapTable, minuteSort, sketchTable } from './keys.ts';
import { mergeMinutes, mergeSketches, storable } from './merge.ts';
import { Minute } from './minute.ts';

/** Distinct texts and applications that are remembered before everything is let go and begun anew. */
const TEXT_LIMIT = 200_000;
const TEXT_BYTES = 16 * 1024 * 1024;

/** A minute of an application that is being counted. */
interface Open {
  readonly at: Millis;
  readonly part: number;
  readonly minute: Minute;
  changed: boolean;
}

/** An application as an end of a link, with the minute it is counting. */
interface Vertex {
  readonly application: Application;
  readonly hash: Uint8Array;
  open: Open | undefined;
}

/** The application that sends spans, its service, and the users who call it. */
interface Self {
  readonly vertex: Vertex;
  readonly service: number;
  readonly user: Vertex;
}

/**
 * Counts what spans say about the server map, by the rules of Pinpoint's collector (server.md §4.2), and puts the
 * rows of the minutes that changed into a flush. The same row is put again with greater counts until its minute is over.
 */
export class MapWriter {
  readonly #writer: WriterId;
  #texts = new Interner();
  #vertices = new Map<number, Map<number, Vertex>>();
  #selves = new Map<Agent, Map<number, Self>>();
  #changed = new Map<Open, Vertex>();
  #parts = 0;
  #now = millis(0);
  #closed = millis(0);

  constructor(writer: WriterId) {
    this.#writer = writer;
  }

  /**
   * Where the texts of the facts are numbered; to be asked for before each message, for between two of them it may be
   * replaced, also when no message is good enough to be counted. What is counted goes on in further parts.
   */
  get texts(): Interner {
    if (this.#texts.size > TEXT_LIMIT || this.#texts.bytes > TEXT_BYTES) {
      this.#texts = new Interner();
      this.#vertices = new Map();
      this.#selves = new Map();
    }
    return this.#texts;
  }

  add(facts: SpanFacts): void {
    this.#now = millis(facts.receivedAt - (facts.receivedAt % MINUTE));
    const self = this.#self(facts.agent, facts.applicationType);
    if (facts.isSpan) this.#span(facts, self);
    for (let event = 0; event < facts.events; event++) this.#event(facts, event, self);
  }

  /**
   * Counts a call from one application to another whose two ends were added apart, in the minute of what was added
   * last. `host`: what the caller dialled, a number of `texts`; 0 where it does not say.
   */
  join(caller: Agent, callee: Agent, host: number, elapsed: number, failed: boolean): void {
    const from = this.#self(caller, caller.application.type).vertex;
    const to = this.#self(callee, callee.application.type).vertex;
    if (host !== 0) this.#minute(from).accept(this.#texts.text(host), to.application);
    this.#minute(to).callIn(from.application, to.application, elapsed, failed);
  }

  /** From now on, no row of a minute before `before` is continued once it was taken. */
  close(before: Millis): void {
    this.#closed = millis(Math.max(this.#closed, before));
  }

  /** The rows that changed since the last call. */
  take(): Op[] {
    const ops: Op[] = [];
    for (const [open, vertex] of this.#changed) {
      const row = { day: dayOf(open.at), partition: vertex.hash, sort: minuteSort(open.at, this.#writer, open.part) };
      ops.push({ table: mapTable, ...row, put: storable(encodeMinute(open.minute), mergeMinutes) });
      ops.push({ table: sketchTable, ...row, put: storable(encodeSketches(open.minute), mergeSketches) });
      open.changed = false;
    }
    this.#changed.clear();
    return ops;
  }

  #span(facts: SpanFacts, self: Self): void {
    const { elapsed, failed } = facts;
    const queue = typeOf(facts.serviceType).queue;
    const parent =
      facts.parentName === 0 ? undefined : this.#vertex(facts.parentService, facts.parentName, facts.parentType);
    if (parent !== undefined) {
      // Python's agents do not send the host they dialled; the callee's own address is the same where no proxy stands
      // between them, and where one does it matches no call.
      const host = queue || facts.acceptorHost === 0 ? facts.endPoint : facts.acceptorHost;
      if (host !== 0) this.#minute(parent).accept(this.#texts.text(host), self.vertex.application);
    }
    const caller = this.#caller(facts, self, queue, parent);
    const minute = this.#minute(self.vertex);
    if (caller !== undefined) minute.callIn(caller.application, self.vertex.application, elapsed, failed);
    minute.response(facts.agent, self.vertex.application, elapsed, failed);
  }

  /** Who called the span: a user, its parent, or the queue between the two, which is counted as a caller of its own. */
  #caller(facts: SpanFacts, self: Self, queue: boolean, parent: Vertex | undefined): Vertex | undefined {
    const name = facts.acceptorHost === 0 ? facts.remoteAddress : facts.acceptorHost;
    if (facts.isRoot) {
      return queue ? this.#queue(facts, self, name) : self.user;
    }
    const between =
      queue &&
      parent !== undefined &&
      !typeOf(self.vertex.application.type).queue &&
      !typeOf(parent.application.type).queue;
    if (!between) return parent;
    const vertex = this.#queue(facts, self, name);
    if (facts.remoteAddress !== 0) {
      this.#minute(parent).accept(this.#texts.text(facts.remoteAddress), vertex.application);
    }
    return vertex;
  }

  #queue(facts: SpanFacts, self: Self, name: number): Vertex {
    const vertex = this.#vertex(self.service, name, facts.serviceType);
    this.#minute(vertex).callOut(self.vertex.application, '', facts.elapsed, facts.failed);
    return vertex;
  }

  #event(facts: SpanFacts, event: number, self: Self): void {
    const type = facts.eventType[event] as number;
    const { recordStatistics, alias, category } = typeOf(type);
    const destination = facts.eventDestination[event] as number;
    const endPoint = facts.eventEndPoint[event] as number;
    if (alias && !recordStatistics) {
      if (endPoint === 0 || destination === 0) return;
      const target = this.#vertex(self.service, destination, type);
      this.#minute(self.vertex).accept(this.#texts.text(endPoint), target.application);
      return;
    }
    if (!recordStatistics) return;
    const known = destination !== 0 || category !== 'DATABASE' ? destination : this.#texts.idOf('UNKNOWN_DATABASE');
    if (known === 0) return;
    const callee = this.#vertex(self.service, known, type);
    const elapsed = facts.eventElapsed[event] as number;
    const failed = facts.eventFailed[event] as boolean;
    this.#minute(self.vertex).callOut(callee.application, this.#texts.text(endPoint), elapsed, failed);
    // Nobody asks who called a host name: it is resolved to an application, whose own spans say it.
    if (category !== 'RPC') this.#minute(callee).callIn(self.vertex.application, callee.application, elapsed, failed);
  }

  #self(agent: Agent, type: number): Self {
    const types = getOrMake(this.#selves, agent, () => new Map<number, Self>());
    return getOrMake(types, type, () => {
      const service = this.#texts.idOf(agent.application.service);
      const name = this.#texts.idOf(agent.application.name);
      const user = this.#vertex(service, name, serviceType.USER);
      return { vertex: this.#vertex(service, name, type), service, user };
    });
  }

  #vertex(service: number, name: number, type: number): Vertex {
    // Types are 16-bit in practice; others share a key only with types nobody sends.
    const key = name * 0x10000 + (type & 0xffff);
    const services = getOrMake(this.#vertices, key, () => new Map<number, Vertex>());
    let vertex = services.get(service);
    if (vertex === undefined) {
      const application = { service: this.#texts.text(service), name: this.#texts.text(name), type };
      vertex = { application, hash: applicationHash(application), open: undefined };
      services.set(service, vertex);
    }
    return vertex;
  }

  #minute(vertex: Vertex): Minute {
    let { open } = vertex;
    if (open?.at !== this.#now || (this.#now < this.#closed && !open.changed)) {
      open = { at: this.#now, part: this.#parts++, minute: new Minute(), changed: false };
      vertex.open = open;
    }
    if (!open.changed) {
      open.changed = true;
      this.#changed.set(open, vertex);
    }
    return open.minute;
  }
}
