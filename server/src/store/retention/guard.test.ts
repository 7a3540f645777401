import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Admits, type DiskState, defaultLeast, type Guard, guard } from './guard.ts';

const calm: DiskState = { free: 1_000, least: 100, overQuota: false, sinceFullWrite: Number.POSITIVE_INFINITY };
const was = (admits: Admits): Guard => ({ admits, why: admits === 'all' ? '' : 'disk' });

const cases: readonly (readonly [string, Admits, Partial<DiskState>, string])[] = [
  ['there is room', 'all', {}, 'all '],
  ['just enough is free', 'all', { free: 100 }, 'all '],
  ['a byte less than enough is free', 'all', { free: 99 }, 'names disk'],
  ['closed, and just enough is free again', 'names', { free: 100 }, 'names disk'],
  ['closed, and more than a tenth above enough is free', 'names', { free: 111 }, 'all '],
  ['less than half of it is free', 'all', { free: 49 }, 'nothing disk'],
  ['nothing was taken, and half of it is free again', 'nothing', { free: 50 }, 'nothing disk'],
  ['nothing was taken, and a little more than half is free', 'nothing', { free: 56 }, 'names disk'],
  ['nothing was taken, and all is free again', 'nothing', {}, 'all '],
  ['a write met a full disk a moment ago, whatever is said to be free', 'all', { sinceFullWrite: 1 }, 'nothing write'],
  ['a write met a full disk half a minute ago', 'nothing', { sinceFullWrite: 30_000 }, 'all '],
  ['the quota is full, with nothing to drop', 'all', { overQuota: true }, 'names quota'],
  ['quota and disk are full', 'all', { overQuota: true, free: 60 }, 'names disk'],
  ['the quota has room again', 'names', {}, 'all '],
];
describe('what may be stored', () => {
  for (const [what, before, state, expected] of cases) {
    test(`${expected}: ${what}`, () => {
      const { admits, why } = guard(was(before), { ...calm, ...state });
      assert.equal(`${admits} ${why}`, expected);
    });
  }
});

test('while what is free trembles by less than a tenth, it changes once', () => {
  const free = fc.array(fc.integer({ min: 95, max: 104 }), { minLength: 10 });
  fc.assert(
    fc.property(free, (values) => {
      let state = was('all');
      let changes = 0;
      for (const value of values) {
        const next = guard(state, { ...calm, free: value });
        if (next.admits !== state.admits) changes++;
        state = next;
      }
      assert.ok(changes <= 1);
    }),
  );
});

test('the default is 2 % of the disk, and at least 1 GiB', () => {
  const GIB = 1024 ** 3;
  assert.equal(defaultLeast(10 * GIB), GIB);
  assert.equal(defaultLeast(1_000 * GIB), 20 * GIB);
});
