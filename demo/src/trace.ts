/**
 * Turns one request from outside into the spans of its trace, through every application that it reaches. Decides
 * everything beforehand, ends included, and does nothing: when to send what is the business of others.
 */
import type { Application, Endpoint, Visitor } from './dsl.ts';
import { type Answer, brokerHost, type Incoming, type Language, topicName } from './language/language.ts';
import { languages } from './language/languages.ts';
import { type Note, Recorder, Thrown } from './recorder.ts';
import { fill, hostOf, methodOf, pathOf } from './request.ts';
import type { Span, TransactionId } from './span.ts';
import { type Hop, named, type Scene, Steps } from './steps.ts';

/** The spans of the trace that this visit at `at` (ms since 1970) begins, root first. */
export function traceOf({ application: name, endpoint }: Visitor, at: number, scene: Scene): readonly Span[] {
  const application = named(scene.applications, name);
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

/** What a request and a message do not have in common. */
type Told = Pick<
  Span,
  'type' | 'api' | 'rpc' | 'uriTemplate' | 'endPoint' | 'acceptorHost' | 'status' | 'error' | 'notes'
>;

class Trace {
  readonly spans: Span[] = [];
  readonly #transaction: TransactionId;
  readonly #scene: Scene;
  readonly #steps: Steps;

  constructor(transaction: TransactionId, scene: Scene) {
    this.#transaction = transaction;
    this.#scene = scene;
    this.#steps = new Steps(scene, {
      request: (hop) => this.serve(hop),
      message: (hop) => this.#consume(hop),
    });
  }

  serve(hop: Hop): Answer {
    const { application } = hop.agent;
    const language = languages[application.language];
    const { random } = this.#scene;
    const endpoint = application.endpoints[hop.request];
    if (endpoint === undefined) throw new Error(`${application.name} does not answer ${hop.request}`);
    const params = endpoint.params?.(random) ?? '';
    const answered = endpoint.statuses?.find(({ share }) => random.chance(share))?.status ?? 200;
    const { recorder, failed } = this.#record(hop, endpoint, { method: methodOf(hop.request), params });
    const status = failed ? 500 : answered;
    const uriTemplate = language.template(pathOf(hop.request));
    this.#keep(hop, recorder, {
      type: language.spanType,
      api: language.rootApi,
      rpc: language.rpc === 'path' ? hop.path : uriTemplate,
      uriTemplate,
      endPoint: hostOf(application),
      acceptorHost: undefined,
      status,
      error: language.errors({ exception: failed, status: status >= 500 }),
      notes: [...requestNotes(language, params, status), ...proxyNotes(hop, application)],
    });
    return { end: recorder.now, status };
  }

  #consume(hop: Hop): void {
    const { application } = hop.agent;
    const { consumer } = application;
    if (consumer === undefined) throw new Error(`${application.name} consumes nothing`);
    const { recorder, failed } = this.#record(hop, consumer, { method: 'MESSAGE', params: '' });
    const partition = this.#scene.random.between(0, 2);
    const offset = Math.floor(hop.at / 100) % 10_000_000;
    this.#keep(hop, recorder, {
      type: 8660,
      api: { info: 'Kafka Consumer Invocation', kind: 100 },
      rpc: `kafka://topic=${consumer.topic}?partition=${partition}&offset=${offset}`,
      uriTemplate: '',
      endPoint: brokerHost,
      acceptorHost: topicName(consumer.topic),
      status: 200,
      error: languages[application.language].errors({ exception: failed, status: false }),
      notes: [
        { key: 140, text: consumer.topic },
        { key: 141, int: partition },
        { key: 142, int: offset },
      ],
    });
  }

  /** Acts out what a hop does; whether an exception left it at last. */
  #record(
    { agent, at, spanId }: Hop,
    { handler, steps }: Pick<Endpoint, 'handler' | 'steps'>,
    incoming: Omit<Incoming, 'handler'>,
  ): { readonly recorder: Recorder; readonly failed: boolean } {
    const { random } = this.#scene;
    const recorder = new Recorder(at);
    const language = languages[agent.application.language];
    recorder.spend(random.between(0, 2));
    try {
      language.handle(recorder, { handler, ...incoming }, () =>
        this.#steps.perform(steps, { agent, language, spanId, recorder }),
      );
      return { recorder, failed: false };
    } catch (thrown) {
      if (!(thrown instanceof Thrown)) throw thrown;
      return { recorder, failed: true };
    } finally {
      recorder.spend(random.between(0, 1));
    }
  }

  #keep({ agent, at, spanId, parent, remoteAddr }: Hop, recorder: Recorder, told: Told): void {
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
    // Callees are done before their caller; still the root comes first.
    if (parent === undefined) this.spans.unshift(span);
    else this.spans.push(span);
  }
}

function requestNotes(language: Language, params: string, status: number): readonly Note[] {
  const query = params === '' || language.name === 'java' ? [] : [{ key: 41, text: params }];
  return [...query, language.name === 'php' ? { key: 46, text: String(status) } : { key: 46, int: status }];
}

/** Phones come in through an Nginx that says when it took the request; the agents of Java read that. */
const proxyNotes = ({ parent, at }: Hop, { language }: Application): readonly Note[] =>
  parent === undefined && language === 'java' ? [{ key: 300, received: at - 1, code: 2, micros: 1000 }] : [];
