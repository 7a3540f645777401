/**
 * Turns one request from outside into the spans of its trace, through every application that it reaches. Decides
 * everything beforehand, ends included, and does nothing: when to send what is the business of others.
 */
import type { Application, Endpoint, Statement, Step, Visitor } from './dsl.ts';
import type { Incidents } from './incident.ts';
import { type Answer, brokerHost, type Language, type Outgoing, topicName } from './language/language.ts';
import { languages } from './language/languages.ts';
import type { Random } from './random.ts';
import { type Api, type AsyncPart, type Note, Recorder, type SpanEvent, Thrown } from './recorder.ts';
import type { Agent } from './roster.ts';

export interface TransactionId {
  readonly agentId: string;
  readonly startTime: number;
  readonly sequence: number;
}

export interface Parent {
  readonly agent: Agent;
  readonly spanId: bigint;
  /** As the caller dialled it, if it says so. */
  readonly acceptorHost: string | undefined;
}

/** One hop of a trace. Times are ms since 1970. */
export interface Span {
  readonly agent: Agent;
  readonly transaction: TransactionId;
  readonly spanId: bigint;
  readonly parent: Parent | undefined;
  readonly type: number;
  readonly api: Api;
  readonly start: number;
  readonly end: number;
  readonly rpc: string;
  readonly uriTemplate: string;
  readonly endPoint: string;
  readonly remoteAddr: string;
  /** The host that it says it is known by, where no caller said one. */
  readonly acceptorHost: string | undefined;
  readonly status: number;
  /** A mask of errors; 0 is none. */
  readonly error: number;
  readonly notes: readonly Note[];
  readonly events: readonly SpanEvent[];
  readonly asyncParts: readonly AsyncPart[];
}

/** The world as a trace finds it. */
export interface Scene {
  readonly random: Random;
  readonly applications: readonly Application[];
  readonly incidents: Incidents;
  /** One of the agents of an application that takes requests at this time. */
  agentOf(application: Application, at: number): Agent;
  /** The next number of an agent's own transactions. */
  nextSequence(agent: Agent): number;
}

/** The spans of the trace that this visit at `at` begins, root first. */
export function traceOf({ application: name, endpoint }: Visitor, at: number, scene: Scene): readonly Span[] {
  const application = ensure(scene.applications.find((each) => each.name === name));
  const agent = scene.agentOf(application, at);
  const sequence = scene.nextSequence(agent);
  const trace = new Trace({ agentId: agent.id, startTime: agent.startTime, sequence }, scene);
  trace.serve({
    agent,
    at,
    spanId: scene.random.spanId(languages[application.language].spanIdBits),
    parent: undefined,
    request: endpoint,
    path: fill(pathOf(endpoint), scene.random),
    // Addresses that RFC 5737 keeps for examples.
    remoteAddr: `203.0.113.${scene.random.between(1, 254)}`,
  });
  return trace.spans;
}

/** A request on its way to an agent. */
interface Hop {
  readonly agent: Agent;
  readonly at: number;
  readonly spanId: bigint;
  readonly parent: Parent | undefined;
  /** Such as `GET /orders/{id}`. */
  readonly request: string;
  readonly path: string;
  readonly remoteAddr: string;
}

/** Where a step is performed. */
interface Place {
  readonly agent: Agent;
  readonly language: Language;
  readonly spanId: bigint;
  readonly recorder: Recorder;
}

class Trace {
  readonly spans: Span[] = [];
  readonly #transaction: TransactionId;
  readonly #scene: Scene;

  constructor(transaction: TransactionId, scene: Scene) {
    this.#transaction = transaction;
    this.#scene = scene;
  }

  serve(hop: Hop): Answer {
    const { application } = hop.agent;
    const language = languages[application.language];
    const { random } = this.#scene;
    const endpoint = ensure(application.endpoints[hop.request]);
    const params = endpoint.params?.(random) ?? '';
    const answered = endpoint.statuses?.find(({ share }) => random.chance(share))?.status ?? 200;
    const incoming = { handler: endpoint.handler, method: methodOf(hop.request), params };
    const { recorder, failed } = this.#record(hop, (place) =>
      language.handle(place.recorder, incoming, () => this.#perform(endpoint.steps, place)),
    );
    const status = failed ? 500 : answered;
    this.#keep(hop, recorder, {
      type: language.spanType,
      api: language.rootApi,
      rpc: language.rpc === 'path' ? hop.path : language.template(pathOf(hop.request)),
      uriTemplate: language.template(pathOf(hop.request)),
      endPoint: hostOf(application),
      acceptorHost: undefined,
      status,
      error: language.errors({ exception: failed, status: status >= 500 }),
      notes: [...requestNotes(language, params, status), ...proxyNotes(hop, application)],
    });
    return { end: recorder.now, status };
  }

  #consume(hop: Hop, { handler, steps }: Pick<Endpoint, 'handler' | 'steps'>, topic: string): void {
    const language = languages[hop.agent.application.language];
    const { random } = this.#scene;
    const { recorder, failed } = this.#record(hop, (place) =>
      language.handle(place.recorder, { handler, method: 'MESSAGE', params: '' }, () => this.#perform(steps, place)),
    );
    const partition = random.between(0, 2);
    const offset = Math.floor(hop.at / 100) % 10_000_000;
    this.#keep(hop, recorder, {
      type: 8660,
      api: { info: 'Kafka Consumer Invocation', kind: 100 },
      rpc: `kafka://topic=${topic}?partition=${partition}&offset=${offset}`,
      uriTemplate: '',
      endPoint: brokerHost,
      acceptorHost: topicName(topic),
      status: 200,
      error: language.errors({ exception: failed, status: false }),
      notes: [
        { key: 140, text: topic },
        { key: 141, int: partition },
        { key: 142, int: offset },
      ],
    });
  }

  /** Acts out what a hop does; whether an exception left it at last. */
  #record(hop: Hop, body: (place: Place) => void): { readonly recorder: Recorder; readonly failed: boolean } {
    const recorder = new Recorder(hop.at);
    const language = languages[hop.agent.application.language];
    recorder.spend(this.#scene.random.between(0, 2));
    try {
      body({ agent: hop.agent, language, spanId: hop.spanId, recorder });
      return { recorder, failed: false };
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      return { recorder, failed: true };
    } finally {
      recorder.spend(this.#scene.random.between(0, 1));
    }
  }

  #keep(
    { agent, at, spanId, parent, remoteAddr }: Hop,
    recorder: Recorder,
    told: Pick<
      Span,
      'type' | 'api' | 'rpc' | 'uriTemplate' | 'endPoint' | 'acceptorHost' | 'status' | 'error' | 'notes'
    >,
  ): void {
    const span: Span = {
      ...told,
      agent,
      transaction: this.#transaction,
      spanId,
      parent,
      remoteAddr,
      start: at,
      end: recorder.now,
      events: recorder.events,
      asyncParts: recorder.asyncParts,
    };
    // Callees are there before their caller; still the root comes first.
    if (parent === undefined) this.spans.unshift(span);
    else this.spans.push(span);
  }

  #perform(steps: readonly Step[], place: Place): void {
    for (const step of steps) this.#do(step, place);
  }

  #do(step: Step, place: Place): void {
    const { recorder, language } = place;
    const { random, incidents } = this.#scene;
    switch (step.do) {
      case 'work':
        recorder.spend(random.latency(step.takes));
        break;
      case 'method':
        language.method(recorder, step.api, () => this.#perform(step.steps, place));
        break;
      case 'sql':
        this.#query(step.statement, place);
        break;
      case 'redis':
        language.redis(recorder, step.command, random.latency(1, 0.6));
        break;
      case 'call':
        this.#call(step, place);
        break;
      case 'external':
        this.#leave(place, outgoing(step.host, step.request, random), (at) => ({
          end: at + random.latency(step.takes),
          status: random.chance(incidents.refuses(step.host, at)) ? 503 : 200,
        }));
        break;
      case 'publish':
        this.#publish(step.topic, place);
        break;
      case 'background':
        language.background(recorder, step.api, (part) => this.#perform(step.steps, { ...place, recorder: part }));
        break;
      case 'together':
        this.#together(step.steps, place);
        break;
      case 'sometimes':
        if (random.chance(step.share)) this.#perform(step.steps, place);
        break;
      case 'repeat':
        for (let times = random.between(step.from, step.to); times > 0; times--) this.#perform(step.steps, place);
        break;
      case 'attempt':
        this.#attempt(step.steps, place);
        break;
      case 'fail':
        if (random.chance(step.share)) throw new Thrown(step.mishap, recorder.now);
    }
  }

  #query(statement: Statement, { agent, language, recorder }: Place): void {
    const { random, incidents } = this.#scene;
    const crowded = incidents.isCrowded(statement.database, recorder.now);
    language.query(recorder, {
      statement,
      literals: statement.literals?.(random) ?? '',
      binds: statement.binds?.(random) ?? '',
      byUid: agent.application.sqlByUid === true,
      waits: crowded ? random.latency(120, 1) : random.between(0, 1),
      takes: random.latency(incidents.takes(statement, recorder.now)),
    });
  }

  #call({ application: name, endpoint }: Extract<Step, { do: 'call' }>, place: Place): void {
    const application = ensure(this.#scene.applications.find((each) => each.name === name));
    const { random } = this.#scene;
    const request = outgoing(hostOf(application), endpoint, random);
    this.#leave(place, request, (at, spanId) => {
      const there = at + random.between(0, 2);
      const answer = this.serve({
        agent: this.#scene.agentOf(application, there),
        at: there,
        spanId,
        parent: {
          agent: place.agent,
          spanId: place.spanId,
          acceptorHost: place.language.saysHost ? request.host : undefined,
        },
        request: endpoint,
        path: request.path,
        remoteAddr: place.agent.ip,
      });
      return { ...answer, end: answer.end + random.between(0, 1) };
    });
  }

  /** Sends a request and throws what its language throws when the answer is an error. */
  #leave(
    { language, recorder }: Place,
    request: Omit<Outgoing, 'spanId'>,
    exchange: (at: number, spanId: bigint) => Answer,
  ): void {
    const spanId = this.#scene.random.spanId(language.spanIdBits);
    let status = 0;
    language.http(recorder, { ...request, spanId }, (at) => {
      const answer = exchange(at, spanId);
      status = answer.status;
      return answer;
    });
    if (status >= 500) throw new Thrown(language.refusal({ ...request, spanId }, status), recorder.now);
  }

  #publish(topic: string, { agent, language, spanId, recorder }: Place): void {
    const { random, applications } = this.#scene;
    const nextSpanId = random.spanId(language.spanIdBits);
    language.publish(recorder, topic, nextSpanId, random.latency(2));
    const application = applications.find(({ consumer }) => consumer?.topic === topic);
    if (application?.consumer === undefined) return;
    const at = recorder.now + random.latency(30, 0.9);
    const hop = {
      agent: this.#scene.agentOf(application, at),
      at,
      spanId: nextSpanId,
      parent: { agent, spanId, acceptorHost: undefined },
      request: '',
      path: '',
      remoteAddr: brokerHost,
    };
    this.#consume(hop, application.consumer, topic);
  }

  #together(steps: readonly Step[], place: Place): void {
    const { recorder } = place;
    const start = recorder.now;
    let end = start;
    for (const step of steps) {
      recorder.now = start;
      this.#do(step, place);
      end = Math.max(end, recorder.now);
    }
    recorder.now = end;
  }

  #attempt(steps: readonly Step[], place: Place): void {
    try {
      this.#perform(steps, place);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
    }
  }
}

function requestNotes(language: Language, params: string, status: number): readonly Note[] {
  const query = params === '' || language.name === 'java' ? [] : [{ key: 41, text: params }];
  return [...query, language.name === 'php' ? { key: 46, text: String(status) } : { key: 46, int: status }];
}

/** Phones come in through an Nginx that says when it took the request; the agents of Java read that. */
const proxyNotes = ({ parent, at }: Hop, { language }: Application): readonly Note[] =>
  parent === undefined && language === 'java' ? [{ key: 300, received: at - 1, code: 2, micros: 1000 }] : [];

const outgoing = (host: string, request: string, random: Random): Omit<Outgoing, 'spanId'> => ({
  method: methodOf(request),
  host,
  path: fill(pathOf(request), random),
});

const hostOf = ({ name, port }: Application): string => `${name}:${port}`;
const methodOf = (request: string): string => request.split(' ')[0] ?? '';
const pathOf = (request: string): string => request.split(' ')[1] ?? '';
const fill = (path: string, random: Random): string =>
  path.replaceAll(/\{\w+\}/g, () => String(random.between(1, 4000)));

/** What shop.ts names must be there. */
function ensure<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the shop names what it does not describe');
  return found;
}
