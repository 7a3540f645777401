import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeScope, readScope, scopeSearch, writeScope } from './scope.ts';
import { parseSearch, stringifySearch } from './search.ts';

describe('the scope in the address', () => {
  test('without one is the last five minutes, live', () => {
    assert.deepEqual(readScope({}), {
      application: undefined,
      service: undefined,
      range: { last: 300_000 },
      live: true,
    });
  });

  test('reads as what it means', () => {
    const scope = readScope({ application: 'shop-api@SPRING_BOOT', last: '1h', live: 'false' });
    assert.equal(stringifySearch(writeScope(scope)), '?application=shop-api@SPRING_BOOT&last=1h&live=false');
  });

  test('comes back from its address', () => {
    const scope = { application: 'a b@PHP', service: 'SHOP', range: { from: 1000, to: 61_000 }, live: false };
    assert.deepEqual(readScope(parseSearch(stringifySearch(writeScope(scope)))), scope);
  });

  test('that is nonsense falls back to the default', () => {
    assert.deepEqual(readScope({ last: 'soon', from: '9', to: '3' }).range, { last: 300_000 });
  });

  test('goes to other pages without what belongs to this one', () => {
    assert.deepEqual(Object.keys(scopeSearch({ application: 'a@PHP', node: 'x', last: '1h' })).sort(), [
      'application',
      'from',
      'last',
      'live',
      'service',
      'to',
    ]);
  });
});

describe('changing the scope', () => {
  const live = readScope({ last: '20m' });
  test('to a fixed range ends live', () => {
    assert.equal(changeScope(live, { range: { from: 0, to: 60_000 } }).live, false);
  });
  test('to live gives up a fixed range for the newest of its width', () => {
    const fixed = readScope({ from: '0', to: '600000' });
    const changed = changeScope(fixed, { live: true });
    assert.deepEqual([changed.range, changed.live], [{ last: 600_000 }, true]);
  });
  test('of application leaves the time alone', () => {
    assert.deepEqual(changeScope(live, { application: 'b@GO' }).range, live.range);
  });
});

describe('texts of an address', () => {
  test('keep every character', () => {
    const search = { node: 'DEFAULT^a&b=c#d?e %2B/f+g^H', find: '서버 맵' };
    assert.deepEqual(parseSearch(stringifySearch(search)), search);
  });
});
