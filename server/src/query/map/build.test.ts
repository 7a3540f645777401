import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, count, emptyHistogram, type Histogram, schemaOf, total } from '../../lib/histogram.ts';
import { serviceType } from '../../lib/service-type.ts';
import { type Agent, type Application, applicationKey } from '../../store/application.ts';
import type { AcceptedHost, MapLink, MapStretch } from '../../store/map/map.ts';
import { buildMap } from './build.ts';
import type { MapGraph } from './graph.ts';
import type { MapOptions } from './select.ts';
import { viewMap, viewPanel } from './view.ts';

const MINUTE = 60_000;
const HTTP_CLIENT = 9052;
const KAFKA = 8660;

const server = (name: string, service = 'DEFAULT', type = 1210): Application => ({ service, name, type });
const vertex = (name: string, type: number): Application => ({ service: 'DEFAULT', name, type });

interface Stored {
  readonly responses: Map<number, Histogram>;
  readonly agents: { agent: Agent; series: Map<number, Histogram> }[];
  readonly out: MapLink[];
  readonly in: MapLink[];
  readonly hosts: AcceptedHost[];
}

/** Applications that call each other, and what a collector would have stored of it. */
class World {
  readonly stored = new Map<string, Stored>();
  readonly readings: string[] = [];
  readonly running = new Map<string, number>();

  of(application: Application): Stored {
    const key = applicationKey(application);
    const known = this.stored.get(key) ?? { responses: new Map(), agents: [], out: [], in: [], hosts: [] };
    this.stored.set(key, known);
    return known;
  }

  /** A call that the callee's span and the caller's client event both count. `caller`: as the callee knows it. */
  call(from: Application, host: string, to: Application, times = 1, caller = from): this {
    this.event(from, vertex(host, HTTP_CLIENT), host, times);
    this.of(caller).hosts.push({ host, accepting: to });
    return this.accept(to, caller, times);
  }

  /** An event of `from`: to a host, a database, a queue. */
  event(from: Application, to: Application, endPoint: string, times = 1, failed = false): this {
    const series = counted(to.type, times, failed);
    this.of(from).out.push({ peer: to, endPoint, series });
    if (to.type !== HTTP_CLIENT) this.of(to).in.push({ peer: from, endPoint: '', series });
    return this;
  }

  /** A span of `to`. */
  accept(to: Application, caller: Application, times = 1): this {
    const own = this.of(to);
    own.in.push({ peer: caller, endPoint: '', series: counted(to.type, times) });
    for (const [at, histogram] of counted(to.type, times)) {
      const slot = own.responses.get(at) ?? emptyHistogram();
      own.responses.set(at, slot);
      add(slot, histogram);
    }
    return this;
  }

  user(to: Application, times = 1): this {
    return this.accept(to, { ...to, type: serviceType.USER }, times);
  }

  map(
    center: Application,
    options: Partial<MapOptions> = {},
    resolve = (parent: Application) => parent,
  ): Promise<MapGraph> {
    return buildMap(
      center,
      { inbound: 4, outbound: 4, bidirectional: false, wasOnly: false, ...options },
      {
        read: async (application): Promise<MapStretch> => {
          this.readings.push(applicationKey(application));
          return (
            this.stored.get(applicationKey(application)) ?? {
              responses: new Map(),
              agents: [],
              out: [],
              in: [],
              hosts: [],
            }
          );
        },
        resolve,
        agentsOf: (application) => this.running.get(applicationKey(application)) ?? 0,
      },
    );
  }
}

function counted(type: number, times: number, failed = false): Map<number, Histogram> {
  const histogram = emptyHistogram();
  for (let call = 0; call < times; call++) count(histogram, schemaOf(type), 10, failed);
  return new Map([[MINUTE, histogram]]);
}

/** Links as `from -> to: calls`, by names. */
const links = (graph: MapGraph): string[] =>
  viewMap(graph, { from: 0, to: 1 })
    .links.map(({ from, to, histogram }) => `${short(from)} -> ${short(to)}: ${histogram.total}`)
    .sort();
const short = (key: string): string => key.replace(/^DEFAULT\^/, '').replace(/\^SPRING_BOOT$/, '');
const node = (graph: MapGraph, key: string) => {
  const found = viewMap(graph, { from: 0, to: 1 }).nodes.find((one) => short(one.key) === key);
  assert.ok(found, `${key} among ${[...graph.nodes.keys()].join(', ')}`);
  return found;
};

const [a, b, c, d] = [server('a'), server('b'), server('c'), server('d')];

test('a user calls an application that calls another and a database', async () => {
  const world = new World().user(a, 5).call(a, 'b:80', b, 3).event(b, vertex('shop', 2101), 'db:3306', 2);
  world.running.set(applicationKey(a), 2);
  const graph = await world.map(a);
  assert.deepEqual(links(graph), ['a -> b: 3', 'a_SPRING_BOOT^USER -> a: 5', 'b -> shop^MYSQL: 2']);
  assert.deepEqual([node(graph, 'a').instances, node(graph, 'a').histogram.total], [2, 5]);
  assert.deepEqual(
    [node(graph, 'a_SPRING_BOOT^USER').category, node(graph, 'a_SPRING_BOOT^USER').instances],
    ['USER', 0],
  );
  assert.equal(node(graph, 'a_SPRING_BOOT^USER').histogram.total, 5, 'users are their one link');
  assert.deepEqual([node(graph, 'shop^MYSQL').category, node(graph, 'shop^MYSQL').instances], ['DATABASE', 1]);
});

test('an application that nobody called is a map of one node', async () => {
  const graph = await new World().map(a);
  assert.deepEqual([[...graph.nodes.keys()], graph.links.size], [['DEFAULT^a^SPRING_BOOT'], 0]);
});

test('types of one product are one node: opening a connection and asking a question', async () => {
  const world = new World().event(a, vertex('shop', 2101), 'db:3306', 2).event(a, vertex('shop', 2100), 'db:3306', 1);
  assert.deepEqual(links(await world.map(a)), ['a -> shop^MYSQL: 3']);
});

test('a host that nobody said to have accepted is unknown', async () => {
  const world = new World().event(a, vertex('example.com', HTTP_CLIENT), 'example.com', 4);
  const graph = await world.map(a);
  assert.deepEqual(links(graph), ['a -> example.com^UNKNOWN: 4']);
  assert.equal(node(graph, 'example.com^UNKNOWN').category, 'UNKNOWN');
});

test('hosts of one application are one link', async () => {
  const world = new World().call(a, 'b1:80', b, 1).call(a, 'b2:80', b, 2);
  assert.deepEqual(links(await world.map(a)), ['a -> b: 3']);
});

test('a host behind which several applications answer is shared out as they counted', async () => {
  const world = new World()
    .call(a, 'gateway', b, 6)
    .call(a, 'gateway', c, 4)
    .event(a, vertex('gateway', HTTP_CLIENT), 'gateway', 0);
  assert.deepEqual(links(await world.map(a, { inbound: 0 })), ['a -> b: 6', 'a -> c: 4']);
});

test('what is shared out and what is certain about one pair of applications is not counted twice', async () => {
  for (const order of [1, -1]) {
    const world = new World();
    const steps = [
      () => world.call(a, 'gateway', b, 6),
      () => world.call(a, 'gateway', c, 4),
      () => world.call(a, 'b:80', b, 1),
    ];
    for (const step of order === 1 ? steps : steps.reverse()) step();
    assert.deepEqual(links(await world.map(a)), ['a -> b: 7', 'a -> c: 4']);
  }
});

test('a host that several accepted but none counted stays unknown', async () => {
  const world = new World().event(a, vertex('gateway', HTTP_CLIENT), 'gateway', 3);
  world.of(a).hosts.push({ host: 'gateway', accepting: b }, { host: 'gateway', accepting: c });
  assert.deepEqual(links(await world.map(a)), ['a -> gateway^UNKNOWN: 3']);
});

test('a callee without an acceptor host is linked by what it says of its caller', async () => {
  // The Python agent does not tell the next hop which host it called.
  const [python, go] = [server('py', 'DEFAULT', 1700), server('go', 'DEFAULT', 1800)];
  const world = new World().accept(go, python, 3);
  assert.deepEqual(links(await world.map(go)), ['py^PYTHON -> go^GO: 3']);
});

test('a parent whose service the callee was not told is found by resolving it', async () => {
  const [shop, go] = [server('py', 'SHOP', 1700), server('go', 'DEFAULT', 1800)];
  const said = { ...shop, service: '' };
  const world = new World().call(shop, 'go:80', go, 3, said);
  const resolve = (parent: Application): Application => (parent.name === 'py' ? shop : parent);
  assert.deepEqual(links(await world.map(go, {}, resolve)), ['SHOP^py^PYTHON -> go^GO: 3']);
  assert.deepEqual(links(await world.map(shop, {}, resolve)), ['SHOP^py^PYTHON -> go^GO: 3'], 'accepted hosts as well');
});

test('what is said of a namesake in another service is not mixed in', async () => {
  const other = server('py', 'OTHER', 1700);
  const [shop, go] = [server('py', 'SHOP', 1700), server('go', 'DEFAULT', 1800)];
  const world = new World()
    .call(shop, 'go:80', go, 3, { ...shop, service: '' })
    .event(other, vertex('go:80', HTTP_CLIENT), '', 1);
  const resolve = (parent: Application): Application => (parent.name === 'py' ? shop : parent);
  assert.deepEqual(links(await world.map(other, {}, resolve)), ['OTHER^py^PYTHON -> go:80^UNKNOWN: 1']);
});

test('a queue stands between its producer and its consumer', async () => {
  const queue = vertex('orders', KAFKA);
  const world = new World().event(a, queue, 'broker:9092', 4).accept(b, queue, 3);
  world.of(queue).out.push({ peer: b, endPoint: '', series: counted(1210, 3) });
  const graph = await world.map(a);
  assert.deepEqual(links(graph), ['a -> orders^KAFKA_CLIENT: 4', 'orders^KAFKA_CLIENT -> b: 3']);
  const { category, instances, histogram } = node(graph, 'orders^KAFKA_CLIENT');
  assert.deepEqual([category, instances, histogram.total], ['MESSAGE_BROKER', 0, 4]);
});

test('a queue whose producer is not traced is known by what it delivered', async () => {
  const queue = vertex('orders', KAFKA);
  const world = new World().accept(b, queue, 3);
  assert.equal(node(await world.map(b), 'orders^KAFKA_CLIENT').histogram.total, 3);
});

test('depths are counted in each direction', async () => {
  const world = new World().call(a, 'b', b).call(b, 'c', c).call(c, 'd', d);
  assert.deepEqual(links(await world.map(b, { inbound: 0, outbound: 1 })), ['b -> c: 1']);
  assert.deepEqual(links(await world.map(b, { inbound: 1, outbound: 0 })), ['a -> b: 1']);
  assert.deepEqual(links(await world.map(b, { inbound: 0, outbound: 2 })), ['b -> c: 1', 'c -> d: 1']);
  assert.deepEqual(links(await world.map(b, { inbound: 0, outbound: 0 })), []);
});

test('only a bidirectional map shows who else calls what an application calls', async () => {
  const world = new World().call(a, 'c', c).call(b, 'c', c);
  assert.deepEqual(links(await world.map(a)), ['a -> c: 1']);
  assert.deepEqual(links(await world.map(a, { bidirectional: true })), ['a -> c: 1', 'b -> c: 1']);
});

test('a map of applications only leaves out databases, caches and unknown hosts', async () => {
  const world = new World()
    .user(a)
    .call(a, 'b', b)
    .event(a, vertex('shop', 2101), 'db')
    .event(a, vertex('cache', 8200), 'redis')
    .event(a, vertex('example.com', HTTP_CLIENT), '')
    .event(a, vertex('orders', KAFKA), 'broker');
  assert.deepEqual(links(await world.map(a, { wasOnly: true })), [
    'a -> b: 1',
    'a -> orders^KAFKA_CLIENT: 1',
    'a_SPRING_BOOT^USER -> a: 1',
  ]);
});

test('applications that call each other in a circle, or themselves, are read once', async () => {
  const world = new World().call(a, 'b', b).call(b, 'a', a).call(a, 'a', a);
  assert.deepEqual(links(await world.map(a, { bidirectional: true })), ['a -> a: 1', 'a -> b: 1', 'b -> a: 1']);
  assert.equal(new Set(world.readings).size, world.readings.length);
});

test('an alert is raised when one call in ten fails', async () => {
  const world = new World().event(a, vertex('shop', 2101), 'db', 9).event(a, vertex('shop', 2101), 'db', 1, true);
  assert.equal(node(await world.map(a), 'shop^MYSQL').alert, true);
  world.event(a, vertex('shop', 2101), 'db', 1);
  assert.equal(node(await world.map(a), 'shop^MYSQL').alert, false);
});

test('slots of a cache are those of a cache, on its node and on the link to it', async () => {
  const graph = await new World().event(a, vertex('redis', 8203), 'r1:6379', 2).map(a);
  const map = viewMap(graph, { from: 0, to: 1 });
  assert.equal(node(graph, 'redis^REDIS').histogram.schema, 'FAST');
  assert.equal(map.links[0]?.histogram.schema, 'FAST');
});

test('the panel of a database has its addresses, and every slot of the range', async () => {
  const world = new World()
    .event(a, vertex('shop', 2101), 'db1', 2)
    .event(a, vertex('shop', 2101), 'db2', 1)
    .event(a, vertex('shop', 2101), '', 1);
  const panel = viewPanel(await world.map(a), 'DEFAULT^shop^MYSQL', { from: 0, to: 3 * MINUTE, width: MINUTE });
  assert.deepEqual(
    panel?.agents.map(({ agentName, histogram }) => [agentName, histogram.total]),
    [
      ['db1', 2],
      ['db2', 1],
      ['shop', 1],
    ],
  );
  assert.deepEqual(
    panel?.series.map(({ at, slots }) => [at, slots[0]]),
    [
      [0, 0],
      [MINUTE, 4],
      [2 * MINUTE, 0],
    ],
  );
});

test('the panel of an application has its agents, one line for each id', async () => {
  const world = new World().user(a, 3);
  const agent = (startTime: number): Agent => ({ application: a, agentId: 'a-1', agentName: 'first', startTime });
  world.of(a).agents.push({ agent: agent(1), series: counted(1210, 1) }, { agent: agent(2), series: counted(1210, 2) });
  const panel = viewPanel(await world.map(a), 'DEFAULT^a^SPRING_BOOT', { from: 0, to: MINUTE, width: MINUTE });
  assert.deepEqual(
    panel?.agents.map(({ agentId, agentName, histogram }) => [agentId, agentName, histogram.total]),
    [['a-1', 'first', 3]],
  );
});

test('there is no panel for what is not on the map', async () => {
  assert.equal(viewPanel(await new World().map(a), 'nobody', { from: 0, to: 1, width: 1 }), undefined);
});

const applications = [a, b, c, d, server('e', 'SHOP')];
const anyCall = fc.record({
  from: fc.constantFrom(...applications),
  to: fc.constantFrom(...applications),
  times: fc.integer({ min: 1, max: 9 }),
  host: fc.constantFrom('', '', 'gateway'),
});

test('no call is lost or counted twice, whatever calls what', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { maxLength: 14 }), async (calls) => {
      const world = new World();
      for (const { from, to, times, host } of calls) world.call(from, host || `${to.name}:80`, to, times);
      const graph = await world.map(a, { bidirectional: true, inbound: 9, outbound: 9 });
      for (const application of applications) {
        const key = `${application.service}^${application.name}^SPRING_BOOT`;
        if (!graph.nodes.has(key)) continue;
        const sent = [...graph.links.values()].filter(({ from }) => from === key).map(({ series }) => series);
        const made = calls.filter(({ from }) => from === application).reduce((sum, { times }) => sum + times, 0);
        assert.equal(
          sent.flatMap((series) => [...series.values()]).reduce((sum, one) => sum + total(one), 0),
          made,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('a map is the same whatever order its rows are read in, and all its links lead to nodes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { maxLength: 10 }), fc.boolean(), async (calls, bidirectional) => {
      const [there, back] = [new World(), new World()];
      for (const { from, to, times, host } of calls) there.call(from, host || `${to.name}:80`, to, times);
      for (const { from, to, times, host } of calls.toReversed()) back.call(from, host || `${to.name}:80`, to, times);
      const [one, other] = [await there.map(a, { bidirectional }), await back.map(a, { bidirectional })];
      assert.deepEqual(links(one), links(other));
      for (const { from, to } of one.links.values()) assert.ok(one.nodes.has(from) && one.nodes.has(to));
    }),
    { numRuns: 200 },
  );
});
