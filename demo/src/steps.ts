import type { Application, Statement, Step } from './dsl.ts';
import type { Incidents } from './incident.ts';
import { type Answer, brokerHost, type Language, type Outgoing } from './language/language.ts';
import type { Random } from './random.ts';
import { type Recorder, Thrown } from './recorder.ts';
import { fill, hostOf, methodOf, pathOf } from './request.ts';
import type { Agent } from './roster.ts';
import type { Parent } from './span.ts';

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

/** A request, or a message, on its way to an agent. */
export interface Hop {
  readonly agent: Agent;
  /** When it arrives, ms since 1970. */
  readonly at: number;
  readonly spanId: bigint;
  readonly parent: Parent | undefined;
  /** Such as `GET /orders/{id}`; the topic of a message. */
  readonly request: string;
  /** Such as `/orders/17`. */
  readonly path: string;
  readonly remoteAddr: string;
}

/** Where a step is performed. */
export interface Place {
  readonly agent: Agent;
  readonly language: Language;
  readonly spanId: bigint;
  readonly recorder: Recorder;
}

/** What becomes of hops. */
export interface Onward {
  request(hop: Hop): Answer;
  message(hop: Hop): void;
}

/** Performs what shop.ts says, on the recorder of a place. */
export class Steps {
  readonly #scene: Scene;
  readonly #onward: Onward;

  constructor(scene: Scene, onward: Onward) {
    this.#scene = scene;
    this.#onward = onward;
  }

  /** One after the other; ends early when one throws `Thrown`. */
  perform(steps: readonly Step[], place: Place): void {
    for (const step of steps) this.#perform(step, place);
  }

  #perform(step: Step, place: Place): void {
    const { recorder, language } = place;
    const { random } = this.#scene;
    switch (step.do) {
      case 'work':
        recorder.spend(random.latency(step.takes));
        break;
      case 'method':
        language.method(recorder, step.api, () => this.perform(step.steps, place));
        break;
      case 'sql':
        this.#query(step.statement, place);
        break;
      case 'redis':
        language.redis(recorder, step.command, random.latency(1, 0.6));
        break;
      case 'call':
        this.#call(step.application, step.endpoint, place);
        break;
      case 'external':
        this.#leave(place, this.#outgoing(step.host, step.request), (at) => this.#externalAnswer(step, at));
        break;
      case 'publish':
        this.#publish(step.topic, place);
        break;
      case 'background':
        language.background(recorder, step.api, (part) => this.perform(step.steps, { ...place, recorder: part }));
        break;
      case 'together':
        this.#together(step.steps, place);
        break;
      case 'sometimes':
        if (random.chance(step.share)) this.perform(step.steps, place);
        break;
      case 'repeat':
        for (let times = random.between(step.from, step.to); times > 0; times--) this.perform(step.steps, place);
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

  #call(name: string, endpoint: string, place: Place): void {
    const { random, applications } = this.#scene;
    const application = named(applications, name);
    const request = this.#outgoing(hostOf(application), endpoint);
    const acceptorHost = place.language.saysHost ? request.host : undefined;
    this.#leave(place, request, (at, spanId) => {
      const there = at + random.between(0, 2);
      const answer = this.#onward.request({
        agent: this.#scene.agentOf(application, there),
        at: there,
        spanId,
        parent: { agent: place.agent, spanId: place.spanId, acceptorHost },
        request: endpoint,
        path: request.path,
        remoteAddr: place.agent.ip,
      });
      return { ...answer, end: answer.end + random.between(0, 1) };
    });
  }

  #externalAnswer({ host, takes }: Extract<Step, { do: 'external' }>, at: number): Answer {
    const { random, incidents } = this.#scene;
    return { end: at + random.latency(takes), status: random.chance(incidents.refuses(host, at)) ? 503 : 200 };
  }

  #outgoing(host: string, request: string): Omit<Outgoing, 'spanId'> {
    return { method: methodOf(request), host, path: fill(pathOf(request), this.#scene.random) };
  }

  /** Sends a request, and throws what its language throws when the answer is an error. */
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
    const consumer = applications.find((application) => application.consumer?.topic === topic);
    if (consumer === undefined) return;
    const at = recorder.now + random.latency(30, 0.9);
    this.#onward.message({
      agent: this.#scene.agentOf(consumer, at),
      at,
      spanId: nextSpanId,
      parent: { agent, spanId, acceptorHost: undefined },
      request: topic,
      path: '',
      remoteAddr: brokerHost,
    });
  }

  #together(steps: readonly Step[], place: Place): void {
    const { recorder } = place;
    const start = recorder.now;
    let end = start;
    for (const step of steps) {
      recorder.now = start;
      this.#perform(step, place);
      end = Math.max(end, recorder.now);
    }
    recorder.now = end;
  }

  #attempt(steps: readonly Step[], place: Place): void {
    try {
      this.perform(steps, place);
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
    }
  }
}

/** The application that shop.ts means: a name that it does not describe is a mistake in it. */
export function named(applications: readonly Application[], name: string): Application {
  const found = applications.find((application) => application.name === name);
  if (found === undefined) throw new Error(`the shop has no ${name}`);
  return found;
}
