import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidents } from './incident.ts';
import { databases, statements } from './statements.ts';

const second = 1000;
const start = 1_795_400_000_000;

/** Stretches in which something holds, in whole seconds since the start, over 20 minutes. */
function stretches(holds: (at: number) => boolean): readonly { readonly from: number; readonly lasts: number }[] {
  const seconds = Array.from({ length: 1200 }, (_, at) => at).filter((at) => holds(start + at * second));
  const firsts = seconds.filter((at) => !seconds.includes(at - 1));
  return firsts.map((from) => {
    let lasts = 1;
    while (seconds.includes(from + lasts)) lasts++;
    return { from, lasts };
  });
}

describe('incidents', () => {
  for (const seed of [1, 2, 3]) {
    const what = incidents(seed, start);
    const slow = stretches((at) => what.takes(statements.ordersOfUser, at) > 1000);

    test(`one statement turns slow for 40 s every few minutes, first within 30 s of the start (seed ${seed})`, () => {
      assert.ok((slow[0]?.from ?? 60) < 30);
      assert.ok(slow.length >= 4);
      for (const { lasts } of slow) assert.ok(Math.abs(lasts - 40) <= 1);
      for (const [at, { from }] of slow.entries()) {
        const since = from - (slow[at - 1]?.from ?? from - 240);
        assert.ok(since >= 120 && since <= 360);
      }
    });

    test(`payments fail for a while, most but not all of them (seed ${seed})`, () => {
      const outages = stretches((at) => what.refuses('pay.example.com', at) > 0);
      assert.ok(outages.length >= 3);
      const share = what.refuses('pay.example.com', start + (outages[0]?.from ?? 0) * second);
      assert.ok(share > 0.5 && share < 1);
    });
  }

  test('leave other statements, databases and hosts alone', () => {
    const what = incidents(1, start);
    assert.deepEqual(
      stretches((at) => what.takes(statements.product, at) !== statements.product.takes),
      [],
    );
    assert.deepEqual(
      stretches((at) => what.isCrowded(databases.users, at)),
      [],
    );
    assert.deepEqual(
      stretches((at) => what.refuses('push.example.com', at) > 0),
      [],
    );
  });
});
