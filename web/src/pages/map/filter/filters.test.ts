import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endName, readFilters, writeFilters } from './filters.ts';

test('filters come back from the address as they were written', () => {
  const filters = [{ from: 'DEFAULT^shop^NODE', to: 'DEFAULT^a^b^MYSQL', atLeast: 500, result: 'failed' as const }];
  assert.deepEqual(readFilters(writeFilters(filters)), filters);
  assert.deepEqual(writeFilters([]), { filter: undefined });
});

test('what is no list of filters filters nothing', () => {
  for (const filter of ['', '{', '7', '{}', '[1,null,{}]']) assert.deepEqual(readFilters({ filter }), []);
});

test('a node is called by its name', () => {
  assert.equal(endName('DEFAULT^shop-api^SPRING_BOOT'), 'shop-api');
});
