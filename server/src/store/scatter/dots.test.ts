import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { millis } from '../../lib/time.ts';
import { DotsBuilder, decodeDots } from './dots.ts';

const first = { agentId: 'a-1', agentName: 'one', startTime: 5 };
const agents = [first, { agentId: 'a-2', agentName: 'two', startTime: 6 }];

test('dots come back as they were added, whatever order their times have', () => {
  const dot = fc.record({
    late: fc.integer({ min: -600_000, max: 600_000 }),
    elapsed: fc.nat(2 ** 31 - 1),
    failed: fc.boolean(),
    agent: fc.nat(1),
    step: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(dot), (all) => {
      const builder = new DotsBuilder(millis(1_800_000_000_000));
      let place = 0;
      const placed = all.map((one) => {
        place += one.step;
        builder.add(agents[one.agent] ?? first, millis(1_800_000_000_000 + one.late), one.elapsed, one.failed, place);
        return { ...one, place };
      });
      const dots = decodeDots(builder.encode());
      assert.deepEqual(
        Array.from(dots.time, (time, at) => [
          time - 1_800_000_000_000,
          dots.elapsed[at],
          dots.failed[at],
          dots.agents[dots.agent[at] ?? -1]?.agentId,
          dots.place[at],
        ]),
        placed.map((one) => [one.late, one.elapsed, one.failed ? 1 : 0, agents[one.agent]?.agentId, one.place]),
      );
    }),
  );
});
