import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { run, simulation, start } from './shop.test-data.ts';

const minutes = 60_000;

describe('the simulation', () => {
  test('does the same again with the same seed, and something else with another', () => {
    assert.deepEqual(run(simulation(1), minutes), run(simulation(1), minutes));
    assert.notDeepEqual(run(simulation(1), minutes).spans.length, run(simulation(2), minutes).spans.length);
  });

  test('does the same however often one looks', () => {
    assert.deepEqual(run(simulation(3), minutes, 50), run(simulation(3), minutes, 20_000));
  });

  test('begins within a second', () => {
    const { begun } = simulation(4).advance(start + 1000);
    assert.ok(begun.length > 0);
  });

  test('hands out each message when its agent has it, in order, and every message once', () => {
    const { spans, parts } = run(simulation(5), 2 * minutes);
    assert.deepEqual(
      parts.map(({ at }) => at),
      parts.map(({ at }) => at).toSorted((a, b) => a - b),
    );
    const whole = parts.filter(({ kind }) => kind === 'span').map(({ span }) => span);
    assert.equal(new Set(whole).size, whole.length);
    assert.deepEqual(new Set(whole), new Set(spans.filter(({ end }) => end <= start + 2 * minutes)));
  });

  test('is a few visits a second, more by day than by night, and as many times more as the rate says', () => {
    const visits = (from: number, to: number, rate = 1) =>
      run(simulation(6, rate), to * minutes).spans.filter(
        (span) => span.parent === undefined && span.start >= start + from * minutes,
      ).length;
    const byDay = visits(1, 5) / 240;
    const byNight = visits(7, 11) / 240;
    assert.ok(byDay > 3.5 && byDay < 6, `${byDay} a second`);
    assert.ok(byNight > 0.8 && byNight < 2.5, `${byNight} a second`);
    assert.ok(Math.abs(visits(0, 2, 10) / visits(0, 2) - 10) < 2);
  });
});
