import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Random } from './random.ts';
import { Roster } from './roster.ts';
import { start } from './shop.test-data.ts';
import { applications } from './shop.ts';

const second = 1000;
const roster = () => new Roster(applications, 1, start);
const orderApi = applications.filter(({ name }) => name === 'order-api');

describe('agents', () => {
  test('are as many as the shop says, each with an id and a start of its own', () => {
    const running = roster().running(start);
    assert.equal(
      running.length,
      applications.reduce((sum, { agents }) => sum + agents, 0),
    );
    assert.equal(new Set(running.map(({ id }) => id)).size, running.length);
    assert.equal(new Set(running.map(({ startTime }) => startTime)).size, running.length);
  });

  test('have ids that a collector accepts; those of Python are made up and 22 long', () => {
    for (const { id, application } of roster().running(start)) {
      assert.match(id, /^[a-zA-Z0-9._-]{1,24}$/);
      if (application.language === 'python') assert.equal(id.length, 22);
    }
  });

  test('stay the same objects as long as they run', () => {
    const agents = roster();
    assert.deepEqual(
      agents.running(start).map((agent) => agents.running(start + 100 * second).includes(agent)),
      agents.running(start).map(() => true),
    );
  });

  test('of order-api: one is down for 20 s in every 3 minutes and comes back with a new start time', () => {
    const agents = roster();
    const at = (seconds: number) => agents.running(start + seconds * second).find(({ name }) => name === 'order-api-2');
    assert.equal(at(161), undefined);
    assert.equal(at(179), undefined);
    assert.ok((at(181)?.startTime ?? 0) >= start + 180 * second);
    assert.equal(at(181)?.id, at(0)?.id);
  });

  test('take no new requests shortly before they go down, so that what they do is done by then', () => {
    const agents = roster();
    const random = new Random(1);
    for (let seconds = 0; seconds < 360; seconds++) {
      const when = start + seconds * second;
      for (const application of orderApi) {
        const picked = agents.pick(application, when, random);
        assert.ok(agents.running(when).includes(picked));
        assert.ok(agents.running(when + 5 * second).includes(picked));
      }
    }
  });
});
