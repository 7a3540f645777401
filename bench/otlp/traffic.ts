import type { Bytes } from '../../server/src/lib/bytes.ts';
import { Random } from '../generate/random.ts';
import { AGENTS_PER_APPLICATION, placeOf } from '../generate/roster.ts';
import { type ApplicationName, type Endpoint, pathOf, type Step, shop } from '../generate/shop.ts';
import { statements } from '../generate/statements.ts';
import { kind, type OtlpSpan, type Tells } from './span.ts';

/** Takes a span of a process (its place in the roster), as it ends. */
export type Sink = (place: number, span: OtlpSpan) => void;

/** What a call finds out about itself by being made: how long it took. */
interface Visit {
  readonly application: ApplicationName;
  readonly endpoint: Endpoint;
  readonly traceId: Bytes;
  readonly parent: Bytes | undefined;
  readonly start: number;
  readonly topic?: string;
}

const FAILURES = 0.01;

/** The shop of the benchmark as OpenTelemetry's agents see it: the same seed makes the same spans. */
export class OtlpTraffic {
  readonly #random: Random;
  readonly #sink: Sink;

  constructor(seed: number, sink: Sink) {
    this.#random = new Random(seed);
    this.#sink = sink;
  }

  /** One request that begins at `at` (ms since 1970) and all that follows from it. */
  trace(at: number): void {
    const endpoint = this.#random.weighted(shop.gateway.endpoints);
    this.#hop({ application: 'gateway', endpoint, traceId: this.#id(16), parent: undefined, start: at });
  }

  /** A SERVER or CONSUMER span and the spans below it; answers how long it took, ms. */
  #hop({ application, endpoint, traceId, parent, start, topic }: Visit): number {
    const random = this.#random;
    const place = placeOf(application, random.below(AGENTS_PER_APPLICATION));
    const id = this.#id(8);
    const failed = random.chance(FAILURES);
    let end = start + random.next();
    for (const step of endpoint.steps) {
      if (random.chance(step.often ?? 1)) end = this.#step(step, { place, traceId, parent: id, start: end });
    }
    const elapsed = end - start + random.latency(endpoint.takes, 0.5) + random.next();
    const path = pathOf(endpoint.template, random);
    const tells: Tells =
      topic === undefined
        ? [
            [
              'client.address',
              parent === undefined ? `198.51.${random.popular(200)}.${random.below(250) + 1}` : `10.0.1.${place}`,
            ],
            ['http.request.method', 'GET'],
            ['http.response.status_code', failed ? 500 : 200],
            ['http.route', endpoint.template],
            ['network.protocol.version', '1.1'],
            ['server.address', parent === undefined ? 'shop.example.com' : `${application}.shop`],
            ['server.port', parent === undefined ? 443 : 8080],
            ['thread.id', 30 + random.below(40)],
            ['thread.name', `http-nio-8080-exec-${random.below(40)}`],
            ['url.path', path.split('?')[0] ?? path],
            ['url.scheme', 'http'],
            ['user_agent.original', 'Java-http-client/21.0.5'],
          ]
        : [
            ['messaging.destination.name', topic],
            ['messaging.kafka.consumer.group', application],
            ['messaging.kafka.message.offset', 7_000_000 + random.below(900_000)],
            ['messaging.destination.partition.id', String(random.below(12))],
            ['messaging.operation', 'process'],
            ['messaging.system', 'kafka'],
            ['thread.id', 30 + random.below(40)],
            ['thread.name', `consumer-${random.below(12)}`],
          ];
    const name = topic === undefined ? `GET ${endpoint.template}` : `${topic} process`;
    const of = topic === undefined ? kind.SERVER : kind.CONSUMER;
    this.#sink(place, { traceId, id, parent, kind: of, name, start, elapsed, failed, tells });
    return elapsed;
  }

  /** A call inside a hop; answers when it ended. */
  #step(step: Step, at: { place: number; traceId: Bytes; parent: Bytes; start: number }): number {
    const random = this.#random;
    const id = this.#id(8);
    const { start } = at;
    const thread: Tells = [
      ['thread.id', 30 + random.below(40)],
      ['thread.name', `http-nio-8080-exec-${random.below(40)}`],
    ];
    const add = (of: number, name: string, elapsed: number, tells: Tells): number => {
      const { place, traceId, parent } = at;
      this.#sink(place, {
        traceId,
        id,
        parent,
        kind: of,
        name,
        start,
        elapsed,
        failed: false,
        tells: [...tells, ...thread],
      });
      return start + elapsed;
    };
    switch (step.do) {
      case 'method':
        return add(kind.INTERNAL, step.name, random.latency(step.takes) + random.next(), [
          ['code.function', step.name.split('.')[1] ?? step.name],
          ['code.namespace', `com.example.shop.${step.name.split('.')[0]}`],
        ]);
      case 'redis':
        return add(kind.CLIENT, step.command.toUpperCase(), random.next() * 2, [
          ['db.operation.name', step.command.toUpperCase()],
          ['db.query.text', `${step.command.toUpperCase()} cart:${random.popular(900_000)}`],
          ['db.system', 'redis'],
          ['network.peer.address', '10.0.4.7'],
          ['network.peer.port', 6379],
          ['server.address', 'redis.shop'],
          ['server.port', 6379],
        ]);
      case 'sql': {
        const { database, host, text, takes } = statements[step.statement];
        return add(kind.CLIENT, `${text.split(' ', 1)[0]} ${database}`, random.latency(takes) + random.next(), [
          ['db.name', database],
          ['db.operation', text.split(' ', 1)[0]?.toUpperCase() ?? ''],
          ['db.statement', text],
          ['db.system', 'mysql'],
          ['db.user', 'shop'],
          ['db.connection_string', `mysql://${host}`],
          ['server.address', host.split(':')[0] ?? host],
          ['server.port', 3306],
        ]);
      }
      case 'external':
        return add(kind.CLIENT, 'POST', random.latency(step.takes) + random.next(), [
          ['http.request.method', 'POST'],
          ['http.response.status_code', 200],
          ['network.protocol.version', '1.1'],
          ['server.address', step.host],
          ['server.port', 443],
          ['url.full', `https://${step.host}${step.path}/${random.below(900_000)}`],
        ]);
      case 'call': {
        const endpoint = shop[step.to].endpoints[step.endpoint];
        if (endpoint === undefined) return start;
        const inner = { application: step.to, endpoint, traceId: at.traceId, parent: id, start: start + 0.4 };
        return add(kind.CLIENT, 'GET', this.#hop(inner) + 0.8, [
          ['http.request.method', 'GET'],
          ['http.response.status_code', 200],
          ['network.protocol.version', '1.1'],
          ['server.address', `${step.to}.shop`],
          ['server.port', 8080],
          ['url.full', `http://${step.to}.shop:8080${pathOf(endpoint.template, random)}`],
        ]);
      }
      case 'publish': {
        for (const application of step.to) {
          const [endpoint] = shop[application].endpoints;
          if (endpoint === undefined) continue;
          this.#hop({ application, endpoint, traceId: at.traceId, parent: id, start: start + 5, topic: step.topic });
        }
        return add(kind.PRODUCER, `${step.topic} publish`, 1 + random.next(), [
          ['messaging.client_id', 'producer-1'],
          ['messaging.destination.name', step.topic],
          ['messaging.kafka.message.offset', 7_000_000 + random.below(900_000)],
          ['messaging.operation', 'publish'],
          ['messaging.system', 'kafka'],
        ]);
      }
      case 'later':
        for (const inner of step.steps) this.#step(inner, { ...at, parent: id });
        return add(kind.INTERNAL, 'later', 0.2, [['code.function', 'run']]);
    }
  }

  #id(size: number): Bytes {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at += 4) bytes.writeUInt32BE(this.#random.word(), at);
    return bytes;
  }
}
