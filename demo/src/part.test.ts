import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { partsOf } from './part.ts';
import { run, simulation } from './shop.test-data.ts';

const { spans } = run(simulation(21), 5 * 60_000);

describe('the messages of a span', () => {
  test('carry each of its events once, in order', () => {
    for (const span of spans) {
      const parts = partsOf(span).filter(({ asyncId }) => asyncId === undefined);
      const carried = parts.flatMap(({ events }) => events.map(({ sequence }) => sequence));
      assert.deepEqual(
        carried.toSorted((a, b) => a - b),
        span.events.map(({ sequence }) => sequence),
      );
      for (const { events } of parts) {
        assert.deepEqual(
          events,
          events.toSorted((a, b) => a.sequence - b.sequence),
        );
      }
    }
  });

  test('of Java have at most 20 events: the rest leaves earlier, in chunks', () => {
    const long = spans.filter(({ agent, events }) => agent.application.language === 'java' && events.length > 20);
    assert.ok(long.length > 0);
    for (const span of long) {
      const parts = partsOf(span).filter(({ asyncId }) => asyncId === undefined);
      assert.ok(parts.every(({ events }) => events.length <= 20));
      assert.ok(parts.slice(0, -1).every(({ kind, events }) => kind === 'chunk' && events.length === 20));
      assert.equal(parts.at(-1)?.kind, 'span');
    }
  });

  test('are ready when the last event in them has ended', () => {
    for (const part of spans.flatMap(partsOf)) {
      assert.ok(part.events.every(({ end }) => end <= part.at));
      if (part.kind === 'span') assert.equal(part.at, part.span.end);
    }
  });

  test('of Node.js come chunk first, span last', () => {
    const waiting = spans.filter(
      ({ agent, asyncParts }) => agent.application.language === 'node' && asyncParts.length > 0,
    );
    assert.ok(waiting.length > 0);
    for (const span of waiting) assert.equal(partsOf(span).at(-1)?.kind, 'span');
  });
});
