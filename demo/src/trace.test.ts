import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { languages } from './language/languages.ts';
import type { SpanEvent } from './recorder.ts';
import { run, simulation, tracesOf } from './shop.test-data.ts';
import type { Span } from './span.ts';

const minutes = 60_000;
const { spans } = run(simulation(11), 10 * minutes);
const traces = tracesOf(spans);

const eventsOf = (span: Span): readonly SpanEvent[] => [
  ...span.events,
  ...span.asyncParts.flatMap(({ events }) => events),
];
const of = (application: string): readonly Span[] =>
  spans.filter(({ agent }) => agent.application.name === application);

describe('a trace', () => {
  test('begins with its only root, whose agent has numbered it', () => {
    for (const [root, ...others] of traces) {
      assert.equal(root?.parent, undefined);
      assert.equal(root?.transaction.agentId, root?.agent.id);
      assert.ok(others.every(({ parent }) => parent !== undefined));
    }
  });

  test('is numbered from 1 by each agent, without a gap', () => {
    const own = Map.groupBy(
      traces.flatMap(([root]) => root ?? []),
      ({ agent }) => agent,
    );
    for (const roots of own.values()) {
      assert.deepEqual(
        roots.map(({ transaction }) => transaction.sequence),
        roots.map((_, at) => at + 1),
      );
    }
  });

  test('has for each span with a parent that parent, and in it an event that names the span as next', () => {
    for (const trace of traces) {
      for (const { parent, spanId } of trace) {
        if (parent === undefined) continue;
        const caller = trace.find((span) => span.spanId === parent.spanId);
        assert.equal(caller?.agent, parent.agent);
        assert.equal(eventsOf(caller).filter(({ next }) => next?.spanId === spanId).length, 1);
      }
    }
  });

  test('names a next span that nobody recorded only where a call leaves the shop', () => {
    for (const trace of traces) {
      const known = new Set(trace.map(({ spanId }) => spanId));
      const leaving = trace
        .flatMap(eventsOf)
        .filter(({ next }) => next?.spanId !== undefined && !known.has(next.spanId));
      assert.deepEqual(
        leaving.filter(({ next }) => !/^(pay|courier|push)\.example\.com$/.test(next?.destinationId ?? '')),
        [],
      );
    }
  });

  test('gives every span an id of its own', () => {
    assert.equal(new Set(spans.map(({ spanId }) => spanId)).size, spans.length);
  });

  test('runs forward: a span begins after the event that called it and, unless a message, ends before that event', () => {
    for (const trace of traces) {
      for (const span of trace) {
        const callers = trace.flatMap(eventsOf).filter(({ next }) => next?.spanId === span.spanId);
        for (const caller of callers) {
          assert.ok(span.start >= caller.start);
          if (span.type !== 8660) assert.ok(span.end <= caller.end);
        }
      }
    }
  });
});

describe('a span', () => {
  test('numbers its events, and those of each asynchronous part, from 0 without a gap', () => {
    for (const span of spans) {
      for (const events of [span.events, ...span.asyncParts.map((part) => part.events)]) {
        assert.deepEqual(
          events.map(({ sequence }) => sequence),
          events.map((_, at) => at),
        );
      }
    }
  });

  test('keeps its events inside its time, each inside the event above it, in order of their start', () => {
    for (const span of spans) {
      for (const [at, event] of span.events.entries()) {
        const above = span.events.slice(0, at).findLast(({ depth }) => depth === event.depth - 1) ?? span;
        assert.ok(event.start >= above.start && event.end <= above.end && event.end >= event.start);
        assert.ok(event.start >= (span.events[at - 1]?.start ?? span.start));
      }
    }
  });

  test('never goes down more than one level at a time', () => {
    for (const span of spans) {
      for (const [at, { depth }] of span.events.entries()) {
        assert.ok(depth >= 1 && depth <= (span.events[at - 1]?.depth ?? 0) + 1);
      }
    }
  });

  test('links each asynchronous part to one of its events; the part starts there, with an invocation', () => {
    for (const span of spans) {
      for (const { asyncId, events } of span.asyncParts) {
        const starts = eventsOf(span).filter((event) => event.asyncId === asyncId);
        assert.equal(starts.length, 1);
        assert.equal(events[0]?.type, 100);
        assert.equal(events[0]?.start, starts[0]?.end);
      }
    }
  });

  test('has a status of 500 exactly when an exception left it, and says so as its language does', () => {
    const failed = spans.filter(({ status }) => status === 500);
    assert.ok(failed.length > 0);
    for (const { agent, error, events } of failed) {
      const expected = { java: 6, python: 6, node: 1, go: 1, php: 1 }[agent.application.language];
      assert.equal(error, expected);
      assert.ok(events.some(({ thrown }) => thrown !== undefined));
    }
  });

  test('tells of each exception once', () => {
    for (const span of spans) {
      for (const thrown of new Set(eventsOf(span).flatMap((event) => event.thrown ?? []))) {
        assert.ok(span.events.some((event) => event.tells === true) || span.asyncParts.length > 0);
        assert.ok(span.events.filter((event) => event.thrown === thrown && event.tells).length <= 1);
      }
    }
  });

  test('takes 404, 409 and 401 for answers, not for errors', () => {
    const refused = spans.filter(({ status }) => status >= 400 && status < 500);
    assert.deepEqual(new Set(refused.map(({ status }) => status)), new Set([401, 404, 409]));
    assert.ok(refused.every(({ error }) => error === 0));
  });
});

describe('the shop', () => {
  test('has at least eight applications and fifteen agents in five languages, all at work', () => {
    const agents = new Set(spans.map(({ agent }) => agent.name));
    assert.equal(agents.size, 15);
    assert.ok(new Set(spans.map(({ agent }) => agent.application)).size >= 8);
    assert.equal(new Set(spans.map(({ agent }) => agent.application.language)).size, 5);
  });

  test('tells a callee which host was dialled, except from Python', () => {
    for (const { parent, type, endPoint } of spans) {
      if (parent === undefined || type === 8660) continue;
      const isPython = parent.agent.application.language === 'python';
      assert.equal(parent.acceptorHost, isPython ? undefined : endPoint);
    }
    assert.ok(of('stock-api').some(({ parent }) => parent?.agent.application.name === 'recommend-api'));
  });

  test('lets messages meet on the map: consumers name the topic as producers do', () => {
    for (const consumer of [...of('delivery-worker'), ...of('notify-worker')]) {
      assert.equal(consumer.type, 8660);
      const producer = spans.flatMap((span) => span.events).find(({ next }) => next?.spanId === consumer.spanId);
      assert.equal(producer?.type, 8660);
      assert.equal(producer.next?.destinationId, consumer.acceptorHost);
      assert.equal(producer.next?.endPoint, consumer.remoteAddr);
    }
  });

  test('gives paths as each language does: Java the template, the others the path', () => {
    assert.ok(of('user-api').some(({ rpc }) => rpc === '/users/{id}'));
    assert.ok(of('stock-api').every(({ rpc, uriTemplate }) => rpc !== uriTemplate || rpc === '/stock/reserve'));
    assert.ok(of('recommend-api').every(({ uriTemplate }) => uriTemplate === '/recommendations/<int:userId>'));
    assert.ok(of('shop-web').some(({ uriTemplate }) => uriTemplate === '/products/:id'));
  });

  test('uses every kind of thing that a map can show', () => {
    const types = new Set(spans.flatMap(eventsOf).map(({ type }) => type));
    for (const type of [100, 2100, 2101, 6060, 8201, 8203, 8660, 9052, 9056, 9057, 9700, 9900, 5052]) {
      assert.ok(types.has(type), `no event of type ${type}`);
    }
  });

  test('fits its span ids to the language that made them', () => {
    for (const { spanId, parent, agent } of spans) {
      const bits = languages[(parent?.agent ?? agent).application.language].spanIdBits;
      assert.equal(bits === 64 ? BigInt.asIntN(64, spanId) : BigInt.asUintN(bits, spanId), spanId);
    }
  });
});
