import type { Agent } from '../../server/src/store/application.ts';
import {
  type Caller,
  EVENT_OF_CHUNK,
  EVENT_OF_SPAN,
  type Event,
  type Id,
  type SpanHead,
  type Transaction,
  writeChunk,
  writeEvent,
  writeSpan,
} from './encode.ts';
import { api, apiOfMethod, sqlId } from './names.ts';
import type { ProtoWriter } from './proto-writer.ts';
import type { Random } from './random.ts';
import { AGENTS_PER_APPLICATION, placeOf, roster } from './roster.ts';
import { type Application, type ApplicationName, type Endpoint, pathOf, type Step, shop } from './shop.ts';
import { statements } from './statements.ts';
import type { Desk, Scene } from './traffic.ts';

/** Share of the hops that fail. */
const FAILURES = 0.01;

const BROKER = '10.0.5.20:9092';
const KAFKA = 8660;

/** Service types of what each language does. */
const types = {
  java: { server: 1010, container: 1011, method: 5071, redis: 8201, http: 9052, later: 5052 },
  go: { server: 1800, container: 1801, method: 1801, redis: 8203, http: 9401, later: 1801 },
} as const;
const SPRING_MVC = 5051;
const MYSQL_QUERY = 2101;
const ASYNC = 100;

/** What a hop is asked to serve. */
export interface Visit {
  readonly application: ApplicationName;
  /** Of the agent in the roster. */
  readonly place: number;
  readonly endpoint: Endpoint;
  /** ms since 1970. */
  readonly start: number;
  /** The topic, where the request is a message of a queue. */
  readonly queue: string | undefined;
  readonly caller?: Caller;
  readonly id?: Id;
}

/** A request inside one application: its span, the chunks beside it, and the hops that it causes. */
export class Hop {
  readonly #scene: Scene;
  readonly #transaction: Transaction;
  readonly #depth: number;
  readonly #desk: Desk;
  #agent: Agent | undefined;
  #place = 0;
  #language: Application['language'] = 'java';
  #head: SpanHead | undefined;
  #asyncId = 0;

  constructor(scene: Scene, transaction: Transaction, depth: number) {
    this.#scene = scene;
    this.#transaction = transaction;
    this.#depth = depth;
    this.#desk = scene.deskOf(depth);
  }

  /** Hands over all its messages; answers how long it took, in ms. */
  serve(visit: Visit): number {
    const { random, sink } = this.#scene;
    const { endpoint, queue } = visit;
    this.#place = visit.place;
    this.#language = shop[visit.application].language;
    this.#agent = agentAt(visit.place);
    const own = types[this.#language];
    const failed = random.chance(FAILURES);
    this.#head = headOf(visit, this.#agent, queue === undefined ? own.server : KAFKA, random);

    const inner = this.#language === 'java' ? 2 : 1;
    const began = random.below(2);
    const { events } = this.#desk;
    const calls = new Calls(events.clear(), EVENT_OF_SPAN, this.#language, inner, began);
    this.#steps(endpoint.steps, calls, failed);
    const elapsed = calls.end + random.latency(endpoint.takes, 0.5) + 1;

    // The calls that everything else happens in come first, but how long they take is known only now.
    const { message } = this.#desk;
    const frame = this.#frame(message.clear(), inner, began, elapsed);
    const all = Buffer.concat([frame, events.written]);
    const status = queue !== undefined ? 0 : failed ? 500 : 200;
    writeSpan(message, this.#transaction, this.#head, all, { elapsed, failed, status, api: api.SERVER });
    sink(this.#place, true, message.written);
    return elapsed;
  }

  /** The container's call and, in Java, the controller's. */
  #frame(to: ProtoWriter, inner: number, start: number, elapsed: number): Uint8Array {
    const type = types[this.#language].container;
    const container = { sequence: 0, depth: 1, start, elapsed: elapsed - start, type, api: api.CONTAINER };
    writeEvent(to, EVENT_OF_SPAN, container, undefined, this.#language);
    if (inner > 1) {
      const controller = { ...container, sequence: 1, depth: 2, type: SPRING_MVC, api: api.CONTROLLER };
      writeEvent(to, EVENT_OF_SPAN, controller, container, this.#language);
    }
    return to.written;
  }

  #steps(steps: readonly Step[], calls: Calls, failed: boolean): void {
    const { random } = this.#scene;
    for (const [index, step] of steps.entries()) {
      if (!random.chance(step.often ?? 1)) continue;
      calls.pass(random.chance(0.3) ? 1 : 0);
      const exception = failed && index === steps.length - 1 ? 'Read timed out after 3000 ms' : undefined;
      calls.add({ ...this.#step(step, calls), exception });
    }
  }

  #step(step: Step, calls: Calls): Call {
    const { random } = this.#scene;
    const own = types[this.#language];
    switch (step.do) {
      case 'method':
        return { elapsed: random.latency(step.takes), type: own.method, api: apiOfMethod(step.name) };
      case 'redis':
        return {
          elapsed: random.chance(0.4) ? 1 : 0,
          type: own.redis,
          api: api.REDIS,
          endPoint: '10.0.4.7:6379',
          destination: 'REDIS',
        };
      case 'sql': {
        const { takes, host, database, ...values } = statements[step.statement];
        const literals = 'literals' in values ? values.literals(random) : '';
        const binds = 'binds' in values ? values.binds(random) : '';
        return {
          elapsed: random.latency(takes),
          type: MYSQL_QUERY,
          api: api.SQL,
          note: { kind: 'sql', id: sqlId.get(step.statement) ?? 0, literals, binds },
          endPoint: host,
          destination: database,
        };
      }
      case 'external':
        return {
          elapsed: random.latency(step.takes),
          type: own.http,
          api: api.HTTP,
          note: { kind: 'url', url: `https://${step.host}${step.path}/${random.below(900_000)}`, status: 200 },
          destination: step.host,
          next: newId(random),
        };
      case 'call':
        return this.#call(step.to, step.endpoint, calls.end);
      case 'publish':
        return this.#publish(step.topic, step.to, calls.end);
      case 'later':
        return this.#later(step.steps, calls.end);
    }
  }

  #call(to: ApplicationName, index: number, at: number): Call {
    const { random } = this.#scene;
    const endpoint = endpointAt(to, index);
    const id = newId(random);
    const host = `${to}.shop:8080`;
    const elapsed =
      this.#visit({ application: to, endpoint, id, host, queue: undefined, start: at + 1 }) + 1 + random.below(2);
    const note = { kind: 'url', url: `http://${host}${pathOf(endpoint.template, random)}`, status: 200 } as const;
    return { elapsed, type: types[this.#language].http, api: api.HTTP, note, destination: host, next: id };
  }

  /** Every group of consumers sees the one message, and so the one span id. */
  #publish(topic: string, consumers: readonly ApplicationName[], at: number): Call {
    const { random } = this.#scene;
    const id = newId(random);
    for (const application of consumers) {
      const start = at + 2 + random.below(20);
      this.#visit({ application, endpoint: endpointAt(application, 0), id, host: topic, queue: topic, start });
    }
    const note = { kind: 'topic', topic } as const;
    return { elapsed: 1, type: KAFKA, api: api.PUBLISH, note, endPoint: BROKER, destination: topic, next: id };
  }

  /** `start`: ms after that of this hop. */
  #visit({
    start,
    host,
    ...rest
  }: Omit<Visit, 'place' | 'caller'> & { readonly id: Id; readonly host: string }): number {
    const agent = this.#agent;
    const head = this.#head;
    if (agent === undefined || head === undefined) throw new RangeError('nobody to call from');
    const place = placeOf(rest.application, this.#scene.random.below(AGENTS_PER_APPLICATION));
    const caller = { agent, id: head.id, host };
    return new Hop(this.#scene, this.#transaction, this.#depth + 1).serve({
      ...rest,
      place,
      caller,
      start: head.start + start,
    });
  }

  #later(steps: readonly Step[], at: number): Call {
    const head = this.#head;
    if (head === undefined) throw new RangeError('nothing to be later than');
    const asyncId = ++this.#asyncId;
    const { chunk, message } = this.#desk;
    const calls = new Calls(chunk.clear(), EVENT_OF_CHUNK, this.#language, 0, 0);
    const type = types[this.#language].later;
    calls.enter({ elapsed: 3, type: ASYNC, api: api.ASYNC });
    calls.enter({ elapsed: 3, type, api: api.LATER });
    this.#steps(steps, calls, false);
    writeChunk(message, this.#transaction, head, chunk.written, { id: asyncId, keyTime: head.start + at });
    this.#scene.sink(this.#place, false, message.written);
    return { elapsed: 0, type, api: api.LATER, asyncId };
  }
}

type Call = Omit<Event, 'sequence' | 'depth' | 'start'>;

/** Calls one after the other at the same depth, written as they come. */
class Calls {
  readonly #to: ProtoWriter;
  readonly #field: number;
  readonly #language: Application['language'];
  #sequence: number;
  #depth: number;
  #before: Event | undefined;
  #end: number;

  /** `inner`: how many calls they happen in; `start`: when those began, in ms. */
  constructor(to: ProtoWriter, field: number, language: Application['language'], inner: number, start: number) {
    this.#to = to;
    this.#field = field;
    this.#language = language;
    this.#sequence = inner;
    this.#depth = inner + 1;
    this.#end = start;
    if (inner > 0) this.#before = { sequence: inner - 1, depth: inner, start, elapsed: 0, type: 0, api: 0 };
  }

  /** When the last call ended: ms after the start of what they belong to. */
  get end(): number {
    return this.#end;
  }

  pass(ms: number): void {
    this.#end += ms;
  }

  /** Appends a call that begins now, and lets it end. */
  add(call: Call): void {
    this.#write(call);
    this.#end += call.elapsed;
  }

  /** Appends a call that those after it happen in. */
  enter(call: Call): void {
    this.#write(call);
    this.#depth++;
  }

  #write(call: Call): void {
    const event = { ...call, sequence: this.#sequence++, depth: this.#depth, start: this.#end };
    writeEvent(this.#to, this.#field, event, this.#before, this.#language);
    this.#before = event;
  }
}

function headOf(visit: Visit, agent: Agent, type: number, random: Random): SpanHead {
  const { application, place, endpoint, start, queue, caller, id = newId(random) } = visit;
  const head = { id, caller, start, type, applicationType: agent.application.type };
  if (queue !== undefined) {
    const rpc = `kafka://topic=${queue}?partition=${random.below(12)}&offset=${7_000_000 + random.below(900_000)}`;
    return { ...head, rpc, endPoint: BROKER, remoteAddress: BROKER };
  }
  const rpc = shop[application].language === 'java' ? endpoint.template : pathOf(endpoint.template, random);
  const endPoint = caller?.host ?? 'shop.example.com';
  const remoteAddress = caller === undefined ? clientAddress(random) : `10.0.1.${place}`;
  return { ...head, rpc, endPoint, remoteAddress };
}

function agentAt(place: number): Agent {
  const agent = roster[place];
  if (agent === undefined) throw new RangeError('no such agent');
  return agent;
}

function endpointAt(application: ApplicationName, index: number): Endpoint {
  const endpoint = shop[application].endpoints[index];
  if (endpoint === undefined) throw new RangeError(`${application} has no endpoint ${index}`);
  return endpoint;
}

const newId = (random: Random): Id => ({ high: random.word(), low: random.word() });

/** Of the documentation's ranges: nobody's. */
const clientAddress = (random: Random): string => `198.51.${random.popular(200)}.${random.below(250) + 1}`;
